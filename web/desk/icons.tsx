import type { ComponentChildren } from 'preact';

/** The desk's own signs. The words beside them say the same. */
function Sign({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      aria-hidden="true"
      viewBox="0 0 24 24"
      width="1em"
      height="1em"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {children}
    </svg>
  );
}

export const Down = () => (
  <Sign>
    <path d="M12 5v14M6 13l6 6 6-6" />
  </Sign>
);

export const Back = () => (
  <Sign>
    <path d="M19 12H5M11 6l-6 6 6 6" />
  </Sign>
);

export const Bell = () => (
  <Sign>
    <path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4" />
  </Sign>
);

export const Person = () => (
  <Sign>
    <circle cx="12" cy="8" r="4" />
    <path d="M4.5 20.5a7.5 7.5 0 0 1 15 0" />
  </Sign>
);

export const Clock = () => (
  <Sign>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </Sign>
);

export const More = () => (
  <Sign>
    <path d="M5 12h.01M12 12h.01M19 12h.01" />
  </Sign>
);

export const Keys = () => (
  <Sign>
    <rect x="3" y="6" width="18" height="12" rx="2" />
    <path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8" />
  </Sign>
);
