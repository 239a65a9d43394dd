import type { JWK } from 'jose';
import type * as z from 'zod/mini';
import type { ProviderSettings, provider } from '../../../contract/http/management/providers.ts';
import type { Problem } from '../../../contract/problems.ts';
import { done, type Result, refuse } from '../result.ts';
import { fingerprint } from '../secrets.ts';

/** A key pair for `private_key_jwt` (ES256): the public half, and the private number sealed. */
export interface ProviderKey {
  readonly kid: string;
  readonly jwk: JWK;
  readonly sealed: string;
}

/** An OpenID provider as it is stored under its id. */
export interface ProviderRecord extends Omit<ProviderSettings, 'clientSecret'> {
  readonly id: string;
  readonly namespace: string;
  /** The client's secret, sealed. */
  readonly sealed?: string | undefined;
  /** The newest first: it signs, and the one before is still published. */
  readonly keys?: readonly ProviderKey[] | undefined;
  readonly version: number;
}

/** People of a provider, unless the admin says otherwise: of this issuer, as this client is told of them. */
const ownNamespace = ({ issuer, clientId }: ProviderSettings) => fingerprint('oidc', issuer, clientId);

/** Whether an issuer can be one: https without query and fragment (OpenID Connect Discovery, section 3), or allowed loopback. */
function isIssuer(issuer: string, loopback: readonly string[]): boolean {
  if (!URL.canParse(issuer) || /[?#\\\s]/.test(issuer)) return false;
  const { protocol, origin, username, password } = new URL(issuer);
  return (protocol === 'https:' || loopback.includes(origin)) && username === '' && password === '';
}

/** Checks what a schema cannot say; `known` is what was stored before. Secrets are the caller's to seal. */
export function readProviderSettings(
  id: string,
  { clientSecret, ...settings }: ProviderSettings,
  loopback: readonly string[],
  known?: ProviderRecord,
): Result<ProviderRecord> {
  const { issuer, clientId, scopes, clientAuthentication: way, acrValues = [] } = settings;
  const basic = way === 'client_secret_basic';
  // It is of this client there: sent to another address, it would be shown to whoever holds that.
  const kept = known?.issuer === issuer && known.clientId === clientId ? known.sealed : undefined;
  const errors: NonNullable<Problem['errors']> = [];
  if (!isIssuer(issuer, loopback))
    errors.push({ path: 'issuer', message: 'must be an https address without query and fragment' });
  if (!scopes.includes('openid')) errors.push({ path: 'scopes', message: 'must hold openid' });
  if (basic && clientSecret === undefined && kept === undefined)
    errors.push({ path: 'clientSecret', message: 'is missing, and client_secret_basic needs it' });
  if (!basic && clientSecret !== undefined)
    errors.push({ path: 'clientSecret', message: 'is for client_secret_basic alone' });
  if (new Set(acrValues.flatMap(({ acr, value }) => [`1${acr}`, `2${value}`])).size < acrValues.length * 2)
    errors.push({ path: 'acrValues', message: 'names a value twice' });
  if (errors.length > 0) return refuse('invalid_request', { errors });
  // What is left out now must not stay from before.
  const { attributes, acrValues: values, skewSeconds } = settings;
  return done({
    ...{ ...settings, attributes, acrValues: values, skewSeconds },
    id,
    namespace: settings.namespace ?? ownNamespace(settings),
    sealed: basic ? kept : undefined,
    keys: way === 'private_key_jwt' ? known?.keys : undefined,
    version: known?.version ?? 1,
  });
}

/** A provider as an admin reads it: what the contract names, no secret, and where our public keys are. */
export function providerView(record: ProviderRecord, jwksUri: string): z.infer<typeof provider> {
  const { id, issuer, clientId, clientAuthentication, scopes, namespace } = record;
  const { attributes, acrValues, skewSeconds } = record;
  return {
    id,
    issuer,
    clientId,
    clientAuthentication,
    scopes,
    namespace,
    ...(attributes === undefined ? {} : { attributes }),
    ...(acrValues === undefined ? {} : { acrValues }),
    ...(skewSeconds === undefined ? {} : { skewSeconds }),
    ...(clientAuthentication === 'private_key_jwt' ? { jwksUri } : {}),
  };
}
