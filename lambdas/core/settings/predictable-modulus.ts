/** Primes below which the powers of 65537 leave residues out. */
const primes = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];

const powersModulo = (prime: number): ReadonlySet<number> => {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * 65_537) % prime) powers.add(power);
  return powers;
};
const powers = new Map(primes.map((prime) => [prime, powersModulo(prime)]));

/**
 * Whether an RSA modulus looks like those of the flawed chips of ROCA (CVE-2017-15361), whose primes can be found: modulo
 * every small prime it is a power of 65537. One good modulus in 100 million looks like it by chance.
 *
 * @param modulus big-endian, base64url
 */
export function isPredictable(modulus: string): boolean {
  const value = BigInt(`0x${Buffer.from(modulus, 'base64url').toString('hex') || '0'}`);
  return primes.every((prime) => powers.get(prime)?.has(Number(value % BigInt(prime))));
}
