import { isIPv6 } from 'node:net';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { sameSecret } from '../core/secrets.ts';

/**
 * The caller's address. The distribution passes it on in a header; since anybody could send that header to the API
 * itself, it counts only beside the secret that the distribution adds.
 */
export function clientAddress(
  event: APIGatewayProxyEventV2,
  edgeSecret = process.env.EDGE_SECRET ?? '',
): string {
  const viewer = event.headers['x-doorstep-viewer'];
  const proof = event.headers['x-doorstep-edge'];
  const trusted = edgeSecret !== '' && proof !== undefined && sameSecret(proof, edgeSecret);
  return trusted && viewer ? viewer : event.requestContext.http.sourceIp;
}

/** The network that limits count by: an IPv4 address, or the /64 of an IPv6 one, which one subscriber holds whole. */
export const networkOf = (address: string): string => (isIPv6(address) ? prefixOf(address, 4) : address);

/** What one subscriber may hold at most: an IPv4 address, or the /48 of an IPv6 one (RFC 6177), 65,536 networks. */
export const siteOf = (address: string): string => (isIPv6(address) ? prefixOf(address, 3) : address);

/** The first groups of an IPv6 address. */
function prefixOf(address: string, groups: number): string {
  const [head = '', tail = ''] = address.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  return [...left, ...zeros, ...right].slice(0, groups).join(':');
}
