import { Icon } from '../../ui/icons.tsx';

export { Check, Cross, Lock, OpenLock } from '../../ui/icons.tsx';

export const Bubble = () => (
  <Icon>
    <path d="M20 11.5a7.5 7.5 0 0 1-7.5 7.5H5l1.6-3A7.5 7.5 0 1 1 20 11.5z" />
  </Icon>
);

export const Dots = () => (
  <Icon>
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" class="bold" />
  </Icon>
);

export const Up = () => (
  <Icon>
    <path d="M12 19V6M6 11.5L12 5.5l6 6" />
  </Icon>
);

export const Down = () => (
  <Icon>
    <path d="M12 5v13M6 12.5l6 6 6-6" />
  </Icon>
);

export const Back = () => (
  <Icon>
    <path d="M15 5l-7 7 7 7" class="turns" />
  </Icon>
);
