const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A scheme of an app's own: a name that its maker holds, in reverse (RFC 8252, section 7.1). */
const privateUse = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/[^/\\\s][^\\\s]*$/;

/**
 * Whether logins may end at an address: https (http on the developer's own machine) without user info and fragment,
 * spelled as browsers spell it, or an app's own scheme (RFC 8252, sections 7.1 and 7.2).
 */
export function isReturnAddress(address: string): boolean {
  if (privateUse.test(address)) return !address.includes('#');
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, password, hash, href } = new URL(address);
  if (protocol !== 'https:' && !(protocol === 'http:' && loopback.has(hostname))) return false;
  return username === '' && password === '' && hash === '' && !address.includes('#') && href === address;
}
