import { describe, expect, it } from '@jest/globals';
import { discoveryUrl, readMetadata } from '../../../lambdas/core/oidc/metadata.ts';
import { authorizationUrl, nonceOf, pkceVerifier, startAt } from '../../../lambdas/core/oidc/started.ts';
import { s256 } from '../../../lambdas/core/secrets.ts';
import type { ProviderRecord } from '../../../lambdas/core/settings/provider.ts';

const record: ProviderRecord = {
  id: 'login',
  issuer: 'https://login.example/tenant',
  clientId: 'doorstep & sons',
  clientAuthentication: 'none',
  scopes: ['openid', 'email'],
  namespace: 'people',
  acrValues: [{ acr: 'high', value: 'urn:silver' }],
  version: 1,
};
const document = {
  issuer: record.issuer,
  authorization_endpoint: 'https://login.example/authorize?tenant=1',
  token_endpoint: 'https://login.example/token',
  jwks_uri: 'https://keys.example/jwks',
  authorization_response_iss_parameter_supported: true,
};
const metadata = {
  issuer: record.issuer,
  authorizationEndpoint: document.authorization_endpoint,
  tokenEndpoint: document.token_endpoint,
  jwksUri: document.jwks_uri,
  namesIssuer: true,
};

describe('a discovery document', () => {
  it('is where the specification has it', () => {
    expect(discoveryUrl('https://login.example/')).toBe(
      'https://login.example/.well-known/openid-configuration',
    );
    expect(discoveryUrl(record.issuer)).toBe(`${record.issuer}/.well-known/openid-configuration`);
  });

  it('is read if it is the registered issuer’s, to the letter', () => {
    expect(readMetadata(document, record.issuer, [])).toEqual({ ok: true, value: metadata });
    for (const issuer of [`${record.issuer}/`, 'https://LOGIN.example/tenant', 'https://login.example'])
      expect(readMetadata(document, issuer, [])).toMatchObject({ refusal: { code: 'unavailable' } });
  });

  it('may name loopback addresses that are allowed, and no others', () => {
    const token_endpoint = 'http://127.0.0.1:4101/token';
    const local = { ...document, token_endpoint };
    expect(readMetadata(local, record.issuer, ['http://127.0.0.1:4101']).ok).toBe(true);
    expect(readMetadata(local, record.issuer, ['http://127.0.0.1:4102']).ok).toBe(false);
  });
});

describe('a start', () => {
  const place = { state: 'state', returnTo: 'com.example.app:/login' };

  it('keeps what its end needs, and makes verifier and nonce from one seed that neither tells', () => {
    const start = startAt({ ...record, skewSeconds: 5, sealed: 'bytes' }, metadata, 'seed');
    expect(start).toMatchObject({ iss: true, skew: 5, proof: { by: 'secret', sealed: 'bytes' } });
    expect(pkceVerifier(start)).toMatch(/^[\w-]{43}$/);
    expect(new Set([pkceVerifier(start), nonceOf(start), 'seed']).size).toBe(3);
  });

  it('asks for levels in the provider’s words, weakest first, and keeps the endpoint’s own query', () => {
    const start = startAt(record, metadata, 'seed');
    const url = authorizationUrl(metadata, record, start, { enough: ['middle', 'high'], maxAge: 30 }, place);
    expect(Object.fromEntries(new URL(url).searchParams)).toEqual({
      tenant: '1',
      response_type: 'code',
      client_id: 'doorstep & sons',
      redirect_uri: place.returnTo,
      scope: 'openid email',
      state: 'state',
      nonce: nonceOf(start),
      code_challenge: s256(pkceVerifier(start)),
      code_challenge_method: 'S256',
      acr_values: 'middle urn:silver',
      max_age: '30',
    });
    expect(url).not.toContain(pkceVerifier(start));
  });

  it('asks for a login in any case where none of before will do', () => {
    const url = authorizationUrl(metadata, record, startAt(record, metadata, 's'), { maxAge: 0 }, place);
    expect(new URL(url).searchParams.get('prompt')).toBe('login');
  });
});
