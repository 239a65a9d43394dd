import type { ComponentChildren } from 'preact';

/** Signs drawn by us, never taken from a font or a name. The words beside them say the same to a screen reader. */
function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg class="icon" aria-hidden="true" viewBox="0 0 24 24" width="1em" height="1em">
      {children}
    </svg>
  );
}

export const Lock = () => (
  <Icon>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2.5" class="filled" />
    <path d="M8 10.5V7.5a4 4 0 0 1 8 0v3" />
  </Icon>
);

export const OpenLock = () => (
  <Icon>
    <rect x="5" y="10.5" width="14" height="9.5" rx="2.5" />
    <path d="M8 10.5V7.5a4 4 0 0 1 7.6-1.7" />
  </Icon>
);

export const Check = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);

export const Bubble = () => (
  <Icon>
    <path d="M20 11.5a7.5 7.5 0 0 1-7.5 7.5H5l1.6-3A7.5 7.5 0 1 1 20 11.5z" />
  </Icon>
);

export const Cross = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
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
