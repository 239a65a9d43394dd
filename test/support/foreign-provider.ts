import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, type JWTPayload, SignJWT } from 'jose';

/** What a provider does at each of its addresses; a test puts its own in place of one, to be hostile. */
export interface Conduct {
  /** Members of the discovery document, over those of a good one. */
  discovery?: Readonly<Record<string, unknown>>;
  jwks?: Serve;
  /** Claims over those of a good ID token; undefined ones are left out. */
  claims?: Readonly<Record<string, unknown>>;
  /** Makes the whole ID token. */
  idToken?: (claims: JWTPayload, provider: ForeignProvider) => Promise<string> | string;
  token?: Serve;
  /** Parameters of the answer to the browser, over those of a good one; undefined ones are left out. */
  answer?: Readonly<Record<string, string | undefined>> | undefined;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/** A provider under a test's hand, on loopback: strict where it checks, and otherwise as good or as bad as its conduct. */
export class ForeignProvider {
  readonly issuer: string;
  readonly privateKey: CryptoKey;
  conduct: Conduct = {};
  /** What came to the token endpoint. */
  readonly exchanges: URLSearchParams[] = [];
  /** How often each path was asked for. */
  readonly asked = new Map<string, number>();
  readonly #jwks: { keys: object[] };
  readonly #codes = new Map<string, URLSearchParams>();
  readonly #stop: () => void;

  private constructor(issuer: string, key: CryptoKey, jwks: { keys: object[] }, stop: () => void) {
    this.issuer = issuer;
    this.privateKey = key;
    this.#jwks = jwks;
    this.#stop = stop;
  }

  static async start(): Promise<ForeignProvider> {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'good', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => void provider.#serve(request, response));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const key = pair.privateKey as unknown as CryptoKey;
    const stop = () => {
      server.closeAllConnections();
      server.close();
    };
    const provider = new ForeignProvider(`http://127.0.0.1:${port}`, key, { keys: [jwk] }, stop);
    return provider;
  }

  stop(): void {
    this.#stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    this.asked.set(path, (this.asked.get(path) ?? 0) + 1);
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (path) {
      case '/.well-known/openid-configuration':
        return void json(200, this.#discovery());
      case '/jwks':
        if (this.conduct.jwks) return this.conduct.jwks(request, response);
        return void json(200, this.#jwks);
      case '/token': {
        let text = '';
        for await (const chunk of request) text += chunk;
        const form = new URLSearchParams(text);
        this.exchanges.push(form);
        if (this.conduct.token) return this.conduct.token(request, response);
        const asked = this.#codes.get(form.get('code') ?? '');
        this.#codes.delete(form.get('code') ?? '');
        if (!asked || asked.get('redirect_uri') !== form.get('redirect_uri'))
          return void json(400, { error: 'invalid_grant' });
        const answer = { access_token: 'opaque', token_type: 'Bearer', expires_in: 60 };
        return void json(200, { ...answer, id_token: await this.#idToken(asked) });
      }
      default:
        return void json(404, {});
    }
  }

  #discovery() {
    const { issuer } = this;
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['ES256'],
      authorization_response_iss_parameter_supported: true,
      ...this.conduct.discovery,
    };
  }

  async #idToken(asked: URLSearchParams): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims: Record<string, unknown> = {
      iss: this.issuer,
      aud: asked.get('client_id'),
      sub: 'foreign-1',
      nonce: asked.get('nonce'),
      iat: now,
      exp: now + 60,
      auth_time: now,
      name: 'Fay Foreign',
      ...this.conduct.claims,
    };
    const given = JSON.parse(JSON.stringify(claims)) as JWTPayload;
    return this.conduct.idToken?.(given, this) ?? this.sign(given);
  }

  sign(claims: JWTPayload, header: object = {}): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', kid: 'good', ...header })
      .sign(this.privateKey);
  }

  /** What a person's browser brings back from the authorization URL, logged in at once. */
  authorize(url: string): Record<string, string> {
    const asked = new URL(url).searchParams;
    const code = randomUUID();
    this.#codes.set(code, asked);
    const answer = { code, state: asked.get('state') ?? '', iss: this.issuer, ...this.conduct.answer };
    return Object.fromEntries(
      Object.entries(answer).filter((pair): pair is [string, string] => pair[1] !== undefined),
    );
  }
}
