import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** The parameters of every new hash: OWASP's least for argon2id. Old hashes name their own. */
const current = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const saltBytes = 16;
const hashBytes = 32;

const derive = promisify(argon2);

interface Hash {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** One form of a password, whatever keyboard it came from (SP 800-63B-4, section 3.1.1.2). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Hashes a password with argon2id; the answer is a PHC string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const hash = await argon2id(password, { ...current, salt, hash: Buffer.alloc(hashBytes) });
  const { memory, passes, parallelism } = current;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** Whether a password is the hashed one. Without a hash the same work is done, and the answer is no. */
export async function verifyPassword(password: string, phc: string | undefined): Promise<boolean> {
  const wanted = phc === undefined ? undefined : parsePhc(phc);
  const found = await argon2id(password, wanted ?? nobody);
  const equal = timingSafeEqual(found, (wanted ?? nobody).hash);
  return equal && wanted !== undefined;
}

const nobody: Hash = { ...current, salt: randomBytes(saltBytes), hash: randomBytes(hashBytes) };

function argon2id(password: string, { memory, passes, parallelism, salt, hash }: Hash): Promise<Buffer> {
  const message = Buffer.from(normalPassword(password));
  return derive('argon2id', { message, nonce: salt, memory, passes, parallelism, tagLength: hash.length });
}

const phcForm = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parsePhc(phc: string): Hash {
  const [, memory, passes, parallelism, salt = '', hash = ''] = phcForm.exec(phc) ?? [];
  if (!hash) throw new Error('A stored password is not in PHC form.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
