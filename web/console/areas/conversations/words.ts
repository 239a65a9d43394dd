/** Where a conversation stands. */
export const states = {
  held: 'Waits for a login',
  waiting: 'Waiting',
  open: 'Open',
  closed: 'Closed',
} as const;
