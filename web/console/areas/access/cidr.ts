/** An address as its bits; nothing when it is none. */
function bitsOf(address: string): string | undefined {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) {
    const parts = plain.split('.').map(Number);
    return parts.every((part) => part < 256) ? binary(parts, 8) : undefined;
  }
  // The browser knows how to read an IPv6 address: it writes it in its one shortest form.
  if (!plain.includes(':') || !URL.canParse(`http://[${plain}]`)) return undefined;
  const [head = '', tail] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const groups = (text = '') => text.split(':').filter(Boolean);
  const missing = 8 - groups(head).length - groups(tail).length;
  const zeros = tail === undefined ? [] : Array<string>(missing).fill('0');
  return binary(
    [...groups(head), ...zeros, ...groups(tail)].map((group) => Number.parseInt(group, 16)),
    16,
  );
}

const binary = (parts: readonly number[], size: number): string =>
  parts.map((part) => part.toString(2).padStart(size, '0')).join('');

/** Whether a text is a network as CIDR, IPv4 or IPv6. */
export function isNetwork(text: string): boolean {
  const [base = '', length = '', ...more] = text.split('/');
  const bits = bitsOf(base);
  return bits !== undefined && more.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= bits.length;
}

/** Whether an address is in a network. */
export function isIn(address: string, network: string): boolean {
  const [base = '', length = ''] = network.split('/');
  const [own, bits] = [bitsOf(address), bitsOf(base)];
  if (own === undefined || bits === undefined || own.length !== bits.length) return false;
  return own.startsWith(bits.slice(0, Number(length)));
}

/** The network of one's own: the address alone, or the /64 that one subscriber holds whole. */
export function networkOf(address: string): string {
  const bits = bitsOf(address);
  if (bits === undefined || bits.length === 32) return `${address.replace(/^::ffff:/i, '')}/32`;
  const groups = [0, 1, 2, 3].map((at) => Number.parseInt(bits.slice(at * 16, at * 16 + 16), 2).toString(16));
  return `${groups.join(':')}::/64`;
}
