import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { s256 } from '../../lambdas/core/secrets.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../local/runtime.ts';
import { http } from './http.ts';

export interface System {
  readonly runtime: Runtime;
  /** Where pages and API are. */
  readonly origin: string;
  stop(): Promise<void>;
}

/** Where a system is that runs in this process or another. */
export type Place = Pick<System, 'origin'>;

/** Starts the synthesized application on free ports, its tables in memory unless said otherwise. */
export async function startSystem(options: Partial<RuntimeOptions> = {}): Promise<System> {
  const { DOORSTEP_TEST_ASSEMBLY: assembly = '', DOORSTEP_TEST_MAPS: maps = '' } = process.env;
  const runtime = await startRuntime({
    assembly,
    maps,
    log: (line) => {
      if (process.env.DOORSTEP_TEST_LOG) process.stderr.write(`${line}\n`);
    },
    ...options,
  });
  return { runtime, origin: runtime.addresses.publicOrigin, stop: () => runtime.stop() };
}

/** A brand with a page, a messaging and a live-chat engagement, and an issuer whose key the test holds. */
export interface TestBrand {
  readonly id: string;
  readonly page: string;
  readonly issuer: string;
  readonly invitation: string;
  readonly admin: string;
  /** Signs a token as the brand's backend does. */
  sign(claims: Record<string, unknown>): Promise<string>;
}

export interface BrandOptions {
  readonly authenticatedMinutes?: number;
  readonly requestMinutes?: number;
}

export async function createBrand(
  { runtime }: { readonly runtime: Pick<Runtime, 'invoke'> },
  id: string,
  options: BrandOptions = {},
): Promise<TestBrand> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const page = `https://${id}.example`;
  const issuer = `https://login.${id}.example`;
  const admin = `admin@${id}.example`;
  const engagement = {
    name: 'Help',
    platform: 'web',
    origins: [page],
    idleMinutes: 30,
    authenticatedMinutes: 60,
    requestMinutes: 15,
    ...options,
  };
  const settings = {
    brand: id,
    name: id,
    admin: { loginName: admin, name: 'Alma Admin' },
    engagements: [
      { ...engagement, id: 'help', channel: 'messaging' },
      { ...engagement, id: 'live', channel: 'live_chat' },
      { ...engagement, id: 'app', channel: 'messaging', platform: 'app', origins: [] },
    ],
    issuers: [
      { iss: issuer, aud: 'doorstep', nonce: true, keys: [{ kid: 'k1', alg: 'ES256', key: pem(publicKey) }] },
    ],
  };
  const answer = await runtime.invoke('bootstrap', settings);
  const link = invitationOf(answer);
  const sign = (claims: Record<string, unknown>) => {
    const now = Math.floor(Date.now() / 1000);
    const standard = {
      iss: issuer,
      aud: 'doorstep',
      sub: 'customer-1',
      iat: now,
      exp: now + 300,
      jti: randomUUID(),
    };
    return new SignJWT({ ...standard, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .sign(privateKey);
  };
  return { id, page, issuer, invitation: link, admin, sign };
}

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();

function invitationOf(answer: unknown): string {
  const link = JSON.stringify(answer).match(/invitation=([A-Za-z0-9_-]{43})/)?.[1];
  if (!link) throw new Error(`No invitation: ${JSON.stringify(answer)}`);
  return link;
}

/** The consumer's side of a brand's engagement over HTTP. */
export const consumerBase = ({ origin }: Place, brand: TestBrand, engagement = 'help') =>
  `${origin}/api/consumer/${brand.id}/${engagement}`;

export const expectOk = <T extends { status: number; body: unknown }>(answer: T, status: number): T => {
  if (answer.status !== status)
    throw new Error(`Expected ${status}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
};

export { http, s256 };
