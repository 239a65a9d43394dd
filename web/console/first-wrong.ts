/** What is wrong with a field, or first with a part of it: `origins.2` for `origins`. */
export const firstWrong = (wrong: Readonly<Record<string, string>>, path: string): string | undefined =>
  Object.entries(wrong).find(([name]) => name === path || name.startsWith(`${path}.`))?.[1];
