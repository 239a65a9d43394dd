import { createHash, createHmac } from 'node:crypto';
import { type Answer, http } from './http.ts';
import { type Agent, newToken, type Visitor } from './people.ts';
import { expectOk, type Place, s256, type TestBrand } from './system.ts';

export interface SecurityKey {
  readonly id: string;
  readonly key: string;
}

export async function makeSecurityKey({ origin }: Place, { cookie }: Pick<Agent, 'cookie'>) {
  const made = await http(`${origin}/api/manage/security-keys`, { origin, cookie, body: {} });
  return expectOk(made, 201).body as unknown as SecurityKey;
}

/** What a test says of a call beside its body, to say it wrongly. */
export interface Signing {
  readonly method?: string;
  /** Seconds. */
  readonly time?: number;
  /** What is signed, where it differs from what is sent. */
  readonly signed?: { readonly method?: string; readonly path?: string; readonly body?: string };
  readonly key?: SecurityKey;
  readonly header?: string;
}

/** A call of the brand's backend, signed as the documents say and not with our own code. */
export function callBackend(
  { origin }: Place,
  brand: TestBrand,
  key: SecurityKey,
  route: string,
  body?: unknown,
  { signed = {}, ...given }: Signing = {},
): Promise<Answer> {
  const path = `/api/backend/${brand.id}/${route}`;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const method = given.method ?? (text === undefined ? 'GET' : 'POST');
  const time = given.time ?? Math.floor(Date.now() / 1000);
  const digest = createHash('sha256')
    .update(signed.body ?? text ?? '')
    .digest('base64url');
  const lines = [signed.method ?? method, signed.path ?? path, time, digest].join('\n');
  const signature = createHmac('sha256', key.key).update(lines).digest('base64url');
  return http(`${origin}${path}`, {
    method,
    ...(text === undefined ? {} : { raw: text }),
    headers: { 'doorstep-signature': given.header ?? `key=${key.id}, time=${time}, signature=${signature}` },
  });
}

/** Lets the brand's consumers log in by other ways than a signed token. */
export async function changeAuthentication(
  { origin }: Place,
  { cookie }: Pick<Agent, 'cookie'>,
  settings: object,
): Promise<void> {
  const url = `${origin}/api/manage/authentication`;
  const read = expectOk(await http(url, { cookie }), 200);
  const { warnings: _, ...before } = read.body;
  const changed = await http(url, {
    method: 'PUT',
    origin,
    cookie,
    headers: { 'if-match': read.headers.get('etag') ?? '' },
    body: { ...before, ...settings },
  });
  expectOk(changed, 200);
}

/** A login on the brand's page that a browser has started. */
export interface PageStart {
  readonly challenge: string;
  readonly verifier: string;
  /** The one-use token in the link. */
  readonly link: string;
  readonly state: string;
}

export async function startOnPage(
  brand: TestBrand,
  visitor: Visitor,
  challenge: string,
  returnTo: string,
): Promise<PageStart> {
  const verifier = newToken();
  const url = `${visitor.base}/conversations/${visitor.conversation}/challenges/${challenge}/start`;
  const body = { method: 'login_page', verifierHash: s256(verifier), returnTo };
  const started = await http(url, { origin: brand.page, bearer: visitor.token, body });
  const { url: page, state } = expectOk(started, 200).body;
  const link = new URL(String(page)).searchParams.get('doorstep') ?? '';
  return { challenge, verifier, link, state: String(state) };
}

/** What a browser finds in the fragment of the address that it was sent back to. */
export function handedOver(answer: Answer): { code: string; state: string } {
  const fragment = new URLSearchParams(new URL(String(expectOk(answer, 200).body.returnTo)).hash.slice(1));
  return { code: fragment.get('doorstep_code') ?? '', state: fragment.get('doorstep_state') ?? '' };
}

/** Redeems a code; `next` is the bearer token that the browser wants to go on with. */
export const redeemCode = (
  brand: TestBrand,
  { base, conversation, token }: Visitor,
  { challenge, verifier }: Pick<PageStart, 'challenge' | 'verifier'>,
  handed: { readonly code: string; readonly state: string },
  next: string,
): Promise<Answer> =>
  http(`${base}/conversations/${conversation}/challenges/${challenge}/redeem`, {
    origin: brand.page,
    bearer: token,
    body: { method: 'login_page', verifier, nextTokenHash: s256(next), ...handed },
  });
