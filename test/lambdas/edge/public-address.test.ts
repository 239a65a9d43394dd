import { expect, it } from '@jest/globals';
import { isLoopbackAddress, isPublicAddress } from '../../../lambdas/edge/public-address.ts';

it.each(['93.184.216.34', '1.1.1.1', '223.255.255.254', '2606:4700:4700::1111', '2a00:1450:4001::200e'])(
  '%s is public',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '169.254.170.2',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:93.184.216.34',
  '::ffff:0:10.0.0.1',
  '64:ff9b::a00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '',
  'localhost',
  '127.1',
])('%s is not public', (address) => expect(isPublicAddress(address)).toBe(false));

it('knows this machine', () => {
  for (const own of ['127.0.0.1', '127.8.8.8', '::1']) expect(isLoopbackAddress(own)).toBe(true);
  for (const other of ['128.0.0.1', '::2', '10.0.0.1', '', 'localhost'])
    expect(isLoopbackAddress(other)).toBe(false);
});
