import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** Whether an address is in one of these networks (CIDR). An IPv4 address that is written as IPv6 is that IPv4 address. */
export function inNetworks(address: string, networks: readonly string[]): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  const family = isIPv4(plain) ? 'ipv4' : isIPv6(plain) ? 'ipv6' : undefined;
  if (!family) return false;
  const list = new BlockList();
  for (const network of networks) {
    const [base = '', bits = ''] = network.split('/');
    const kind = isIPv4(base) ? 'ipv4' : 'ipv6';
    if (kind === family) list.addSubnet(base, Number(bits), kind);
  }
  return list.check(plain, family);
}
