const known = new Map<string, RegExp>();

/** The patterns of IAM and CloudFront: * for any characters, ? for one. Every call asks them, so they are made once. */
export function fits(pattern: string, value: string): boolean {
  let made = known.get(pattern);
  if (!made) {
    const escaped = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    made = new RegExp(`^${escaped}$`, 's');
    known.set(pattern, made);
  }
  return made.test(value);
}
