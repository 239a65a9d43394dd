import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { CompactEncrypt, importJWK, type JWK, SignJWT } from 'jose';
import { CONFIGURED, synthesize } from '../../local/assembly/synthesize.ts';
import { type Answer, http } from './http.ts';
import { type KeyHost, startKeyHost } from './key-host.ts';
import { askForLogin, type Login, redeem, startLogin } from './login.ts';
import { accept, agentAtWork, newToken, type Visitor, visit } from './people.ts';
import { createBrand, expectOk, type System, startSystem, type TestBrand } from './system.ts';

interface ManageOptions {
  readonly body?: unknown;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** A system with a brand that signs tokens, its admin, and its host that publishes keys. */
export interface TokenStage {
  readonly system: System;
  readonly host: KeyHost;
  readonly brand: TestBrand;
  readonly cookie: string;
  /** What the functions have logged. */
  readonly logged: readonly string[];
  /** Calls the management API as the brand's admin. */
  manage(path: string, options?: ManageOptions): Promise<Answer>;
  /** Registers an issuer of its own for one test. */
  register(name: string, more?: object): Promise<{ id: string; iss: string }>;
  /** A visitor whom the agent has asked to log in, and who has begun. */
  beginLogin(): Promise<{ visitor: Visitor; login: Login }>;
  /** Logs a visitor in with what `make` makes for its nonce. */
  logIn(make: (nonce: string) => Promise<string>): Promise<Answer & { visitor: Visitor }>;
  /** The keys that tokens of an issuer can be encrypted to. */
  keySet(issuer: string): Promise<Answer>;
  stop(): Promise<void>;
}

export async function openTokenStage(): Promise<TokenStage> {
  const { assembly, maps } = await synthesize();
  const host = await startKeyHost();
  const logged: string[] = [];
  const system = await startSystem({
    assembly,
    maps,
    log: (line) => logged.push(line),
    rewrites: async ({ publicOrigin }) => ({
      [CONFIGURED.app]: publicOrigin,
      [CONFIGURED.provider]: host.origin,
    }),
  });
  const { origin } = system;
  const brand = await createBrand(system, 'acme');
  const agent = await agentAtWork(system, brand);
  const stage: TokenStage = {
    system,
    host,
    brand,
    cookie: agent.cookie,
    logged,
    manage: (path, options = {}) =>
      http(`${origin}/api/manage/${path}`, { cookie: agent.cookie, origin, ...options }),
    async register(name, more = {}) {
      const iss = `https://${name}.acme.example`;
      const keys = [{ kid: 'k1', alg: 'ES256', key: pem(ec.publicKey) }];
      const body = { iss, aud: 'doorstep', nonce: true, keys, ...more };
      const made = expectOk(await stage.manage('issuers', { body }), 201);
      return { id: String(made.body.id), iss };
    },
    async beginLogin() {
      const visitor = await visit(system, brand);
      await accept(agent, visitor.conversation);
      const challenge = await askForLogin(agent, visitor.conversation);
      return { visitor, login: await startLogin(brand, visitor, challenge) };
    },
    async logIn(make) {
      const { visitor, login } = await stage.beginLogin();
      const answer = await redeem(brand, visitor, login, await make(login.nonce), newToken());
      return { ...answer, visitor };
    },
    keySet: (issuer) => http(`${origin}/api/keys/${brand.id}/${issuer}/jwks.json`),
    async stop() {
      await system.stop();
      host.stop();
    },
  };
  return stage;
}

/** The key pair of every issuer that is registered here. */
export const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
export const jwkOf = (key: KeyObject, more: object) => ({ ...key.export({ format: 'jwk' }), ...more }) as JWK;

/** Signs as a brand's backend does, with whatever claims and key are under test. */
export function sign(
  iss: string,
  nonce: string,
  claims: Record<string, unknown> = {},
  { key = ec.privateKey, kid = 'k1', alg = 'ES256' }: { key?: KeyObject; kid?: string; alg?: string } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const standard = { iss, aud: 'doorstep', sub: 'c-1', iat: now, exp: now + 120, jti: randomUUID(), nonce };
  const given = Object.entries({ ...standard, ...claims }).filter(([, value]) => value !== undefined);
  return new SignJWT(Object.fromEntries(given)).setProtectedHeader({ alg, kid }).sign(key);
}

/** Encrypts a signed token to the first key of a set, as a brand's backend does. */
export async function encrypt({ body }: Answer, token: string): Promise<string> {
  const [key] = body.keys as JWK[];
  if (!key?.alg || !key.kid) throw new Error('There is no key to encrypt to.');
  return new CompactEncrypt(Buffer.from(token))
    .setProtectedHeader({ alg: key.alg, enc: 'A256GCM', cty: 'JWT', kid: key.kid })
    .encrypt(await importJWK(key, key.alg));
}
