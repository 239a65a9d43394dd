/** The levels of the shop's provider (acr), from the weakest to the strongest; its tokens say the first. */
export const levels = ['password', 'password+code'] as const;
