import { lookup as lookUp } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { log } from './log.ts';
import { isLoopbackAddress, isPublicAddress } from './public-address.ts';

/** All that a fetch may take, from the name's resolution to the last byte; milliseconds. */
const longest = 5000;
/** Bytes of a body, as it comes and as it is when decoded. */
const largest = 150 * 1024;

/** Why nothing was fetched. */
export type FetchFailure =
  /** Not https, or an address that is not of the open Internet. */
  | 'address_refused'
  /** No such host, no connection, a certificate that is not good, an answer that is not HTTP. */
  | 'unreachable'
  | 'too_slow'
  | 'too_large'
  | 'redirected'
  | 'encoding_refused';

export interface Fetched {
  readonly status: number;
  /** By lower-case name; of a header that came twice, both with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export type FetchResult =
  | { readonly ok: true; readonly value: Fetched }
  | { readonly ok: false; readonly why: FetchFailure };

interface Address {
  readonly address: string;
  readonly family: number;
}

export interface FetchOptions {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The exact loopback origins that may be fetched from, on a laptop. */
  readonly loopback?: readonly string[];
  /** Resolves a name to all of its addresses. */
  readonly lookup?: (host: string) => Promise<readonly Address[]>;
}

/** The loopback origins that the template allows: none in an account. */
export const loopbackOrigins = (): readonly string[] =>
  (process.env.LOOPBACK_ORIGINS ?? '').split(',').filter((origin) => origin !== '');

/**
 * Fetches from an address that a brand has set: https, to a public address that is resolved once, checked and connected to,
 * without redirects, in 5 s and 150 KB. Any status below 300 or above 399 is an answer. Never throws; logs the origin alone.
 */
export async function guardedFetch(url: string, options: FetchOptions = {}): Promise<FetchResult> {
  const target = URL.canParse(url) ? new URL(url) : undefined;
  const result = target ? await fetchFrom(target, options) : failed('address_refused');
  if (!result.ok) log.warn('fetch_failed', { origin: target?.origin, why: result.why });
  return result;
}

async function fetchFrom(url: URL, options: FetchOptions): Promise<FetchResult> {
  const own = options.loopback?.includes(url.origin) ?? false;
  if (!(own || url.protocol === 'https:') || url.username || url.password) return failed('address_refused');
  const deadline = AbortSignal.timeout(longest);
  try {
    const addresses = await within(deadline, resolve(url, options.lookup));
    const allowed = own ? isLoopbackAddress : isPublicAddress;
    if (addresses.length === 0) return failed('unreachable');
    if (!addresses.every(({ address }) => allowed(address))) return failed('address_refused');
    return await within(deadline, exchange(url, addresses, deadline, options));
  } catch (error) {
    return failed(deadline.aborted ? 'too_slow' : error instanceof Failed ? error.why : 'unreachable');
  }
}

class Failed extends Error {
  readonly why: FetchFailure;
  constructor(why: FetchFailure) {
    super(why);
    this.why = why;
  }
}

const failed = (why: FetchFailure): FetchResult => ({ ok: false, why });

/** A name's resolution cannot be called off, so that waiting for it is. */
const within = <T>(deadline: AbortSignal, work: Promise<T>): Promise<T> =>
  Promise.race([
    work,
    new Promise<never>((_, reject) =>
      deadline.addEventListener('abort', () => reject(deadline.reason), { once: true }),
    ),
  ]);

const everyAddress = (host: string) => lookUp(host, { all: true });

/** A URL spells an address in one way only, whichever way it was written. */
function resolve({ hostname }: URL, lookup = everyAddress as NonNullable<FetchOptions['lookup']>) {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  return family === 0 ? lookup(host) : Promise.resolve([{ address: host, family }]);
}

async function exchange(
  url: URL,
  addresses: readonly Address[],
  signal: AbortSignal,
  { method = 'GET', headers, body }: FetchOptions,
): Promise<FetchResult> {
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method,
    // A body's length is told, since not every server takes one in chunks.
    headers: {
      'accept-encoding': 'identity',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
    },
    signal,
    // A connection for this fetch alone, to the addresses that were checked, past any proxy.
    agent: false,
    lookup: pinnedTo(addresses),
    rejectUnauthorized: true,
  });
  request.end(body);
  try {
    const response = await answerTo(request);
    const status = response.statusCode ?? 0;
    if (status >= 300 && status < 400) return failed('redirected');
    const text = await read(response);
    return { ok: true, value: { status, headers: plain(response.headersDistinct), text } };
  } finally {
    request.destroy();
  }
}

const pinnedTo =
  (addresses: readonly Address[]): NonNullable<RequestOptions['lookup']> =>
  (_host, { all }, answer) => {
    const [first] = addresses;
    if (all) answer(null, [...addresses]);
    else answer(null, first?.address ?? '', first?.family);
  };

const answerTo = (request: ClientRequest): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    request.once('response', resolve);
    // Stays, since a request may fail again after its answer has begun.
    request.on('error', reject);
  });

const plain = (headers: NodeJS.Dict<string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, values = []]) => [name, values.join(', ')]));

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw new Failed('too_large');
    chunks.push(chunk);
  }
  return (await decode(Buffer.concat(chunks), response.headers['content-encoding'])).toString('utf8');
}

/** Nothing else than the plain body is asked for; some servers send gzip all the same. */
async function decode(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  if (encoding === 'identity') return body;
  if (encoding !== 'gzip') throw new Failed('encoding_refused');
  return promisify(gunzip)(body, { maxOutputLength: largest }).catch((error: NodeJS.ErrnoException) => {
    throw new Failed(error.code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'encoding_refused');
  }) as Promise<Buffer>;
}
