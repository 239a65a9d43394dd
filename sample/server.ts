import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keepSecrets, readSecrets, type Secrets } from './backend.ts';
import { type BrandToCreate, clientId, returnAddress, sampleBrand } from './brand.ts';
import { setHeaders } from './http.ts';
import { shopKeys } from './keys.ts';
import { startProvider } from './provider/provider.ts';
import { type Answer, shopRoutes } from './shop/routes.ts';

export interface SampleOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** Of the shop's OpenID provider; 0 takes any free port. */
  readonly providerPort: number;
  /** Doorstep's origin, from which the widget comes. */
  readonly app: string;
  /** Where the shop keeps its signing key. */
  readonly keyDir: string;
}

export interface Sample {
  /** `http://127.0.0.1:<port>`: another site than the app's `localhost`, as in the real world. */
  readonly origin: string;
  /** The shop's OpenID provider. */
  readonly provider: string;
  /** What Doorstep must be told once before the shop's chat works. */
  readonly brand: BrandToCreate;
  /** Gives the shop's backend what Doorstep shows it once. */
  keepSecrets(secrets: Secrets): Promise<void>;
  readSecrets(): Promise<Secrets>;
  stop(): Promise<void>;
}

const unreadable: Answer = { status: 400 };

/** Starts the sample brand: a shop with its own login, its OpenID provider, and the routes by which it vouches for its customers. */
export async function startSample({ port, providerPort, app, keyDir }: SampleOptions): Promise<Sample> {
  const keys = await shopKeys(keyDir);
  const server = createServer(async (request, response) => {
    const { status, type, body, cookie, location } = await answer(request).catch(() => unreadable);
    setHeaders(response, app);
    if (type !== undefined) response.setHeader('content-type', type);
    if (cookie !== undefined) response.setHeader('set-cookie', cookie);
    if (location !== undefined) response.setHeader('location', location);
    response.writeHead(status).end(body);
  });
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', listening);
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const answer = shopRoutes({ app, origin, keyDir, privateKey: keys.privateKey });

  const provider = await startProvider({
    port: providerPort,
    sites: [origin],
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: 'none',
        redirect_uris: [returnAddress(origin)],
      },
    ],
  }).catch((error) => {
    server.close();
    throw error;
  });

  return {
    origin,
    keepSecrets: (secrets) => keepSecrets(keyDir, secrets),
    readSecrets: () => readSecrets(keyDir),
    provider: provider.issuer,
    brand: sampleBrand(keys.publicKey, origin, provider.issuer),
    async stop() {
      await provider.stop();
      await new Promise<void>((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      });
    },
  };
}
