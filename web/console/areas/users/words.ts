/** What a person may be. */
export const roles = [
  ['agent', 'Agent: talks with consumers'],
  ['admin', 'Admin: that, and everything in this console'],
] as const;

export const limitHint = "Empty: the brand's own limit, which is under General.";
