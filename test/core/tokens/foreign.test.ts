import { describe, expect, it } from '@jest/globals';
import type { TokenReason } from '../../../contract/problems.ts';
import type { IssuerRecord } from '../../../lambdas/core/settings/issuer.ts';
import { readIssuerKey } from '../../../lambdas/core/settings/issuer-key.ts';
import { check, issuerOf } from '../../support/tokens.ts';

/** The public keys of the examples, as their makers publish them. */
const keys = {
  // RFC 7515, appendix A.2.1.
  rsa: {
    kty: 'RSA',
    n: 'ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ',
    e: 'AQAB',
  },
  // RFC 7515, appendix A.3.1.
  ec: {
    kty: 'EC',
    crv: 'P-256',
    x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
    y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
  },
  // RFC 8037, appendix A.2.
  ed: { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' },
};

const issuer = (alg: 'RS256' | 'ES256' | 'EdDSA', jwk: object): IssuerRecord => {
  const key = readIssuerKey({ kid: 'k', alg, key: JSON.stringify(jwk) });
  if (!key.ok) throw new Error(key.refusal.detail);
  return issuerOf([key.value], { iss: 'joe' });
};

/** The claims of the examples of RFC 7515: iss "joe", exp 2011-03-22T18:43:00Z. */
const payload =
  'eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ';
const now = 1_300_819_000_000;

async function brokenIn(token: string, of: IssuerRecord): Promise<Record<string, TokenReason>> {
  const { checks } = await check(token, of, { nonce: 'n', now });
  const broken = checks.filter(({ holds }) => !holds).map(({ name, reason }) => [name, reason]);
  return Object.fromEntries(broken);
}

/** What every token of the RFC lacks, since it is no login: nothing else may be broken. */
const noLogin = {
  aud: 'claim_missing',
  subject: 'claim_missing',
  iat: 'claim_missing',
  jti: 'claim_missing',
  nonce: 'nonce_wrong',
};

describe('signatures of others', () => {
  it.each([
    [
      'RFC 7515, appendix A.2',
      'RS256',
      keys.rsa,
      `eyJhbGciOiJSUzI1NiJ9.${payload}.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw`,
    ],
    [
      'RFC 7515, appendix A.3',
      'ES256',
      keys.ec,
      `eyJhbGciOiJFUzI1NiJ9.${payload}.DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q`,
    ],
  ] as const)('%s: good, and no login', async (_, alg, jwk, token) => {
    expect(await brokenIn(token, issuer(alg, jwk))).toEqual(noLogin);
    const [header, , signature] = token.split('.');
    const other = Buffer.from('{"iss":"joe","exp":1300819381}').toString('base64url');
    expect(await brokenIn(`${header}.${other}.${signature}`, issuer(alg, jwk))).toMatchObject({
      signature: 'signature_wrong',
    });
  });

  it('RFC 8037, appendix A.4: good, but what is signed is no object', async () => {
    const token =
      'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg';
    expect(await brokenIn(token, issuer('EdDSA', keys.ed))).toEqual({ form: 'malformed' });
  });

  it.each([
    [
      'HS256: RFC 7515, appendix A.1',
      `eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.${payload}.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk`,
      { algorithm: 'algorithm_refused' },
    ],
    ['none: RFC 7515, appendix A.5', `eyJhbGciOiJub25lIn0.${payload}.`, { form: 'malformed' }],
    [
      'an extension that must be understood: RFC 7515, appendix E',
      'eyJhbGciOiJub25lIiwNCiAiY3JpdCI6WyJodHRwOi8vZXhhbXBsZS5jb20vVU5ERUZJTkVEIl0sDQogImh0dHA6Ly9leGFtcGxlLmNvbS9VTkRFRklORUQiOnRydWUNCn0.RkFJTA.AA',
      { form: 'malformed' },
    ],
    [
      'ES512: RFC 7515, appendix A.4',
      'eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA.AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn',
      { form: 'malformed' },
    ],
    [
      'RFC 7519, section 3.1',
      'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      { algorithm: 'algorithm_refused' },
    ],
  ] as const)('%s: refused', async (_, token, broken) => {
    expect(await brokenIn(token, issuer('ES256', keys.ec))).toMatchObject(broken);
  });
});

describe('keys of others', () => {
  it.each([
    ['RFC 7517, appendix A.1, RSA', { ...keys.rsa, kid: 'k', alg: 'RS256', use: 'sig' }, 'RS256', true],
    [
      'RFC 7517, appendix A.1, EC for encryption',
      {
        kty: 'EC',
        crv: 'P-256',
        x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
        y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
        use: 'enc',
      },
      'ES256',
      false,
    ],
    [
      'RFC 7520, section 3.1, P-521',
      {
        kty: 'EC',
        crv: 'P-521',
        x: 'AHKZLLOsCOzz5cY97ewNUajB957y-C-U88c3v13nmGZx6sYl_oJXu9A5RkTKqjqvjyekWF-7ytDyRXYgCF5cj0Kt',
        y: 'AdymlHvOiLxXkEhayXQnNCvDX4h9htZaCJN34kfmC6pV5OhQHiraVySsUdaQkAgDPrwQrJmbnX9cwlGfP-HqHZR1',
      },
      'ES256',
      false,
    ],
    [
      'RFC 7515, appendix A.3, with its private half',
      { ...keys.ec, d: 'jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI' },
      'ES256',
      false,
    ],
    [
      'RFC 7517, appendix A.3, symmetric',
      {
        kty: 'oct',
        k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
      },
      'RS256',
      false,
    ],
    ['RFC 8037, appendix A.2, Ed25519', keys.ed, 'EdDSA', true],
    [
      'RFC 8037, appendix A.6, X25519',
      { kty: 'OKP', crv: 'X25519', x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08' },
      'EdDSA',
      false,
    ],
  ] as const)('%s', (_, jwk, alg, taken) => {
    expect(readIssuerKey({ kid: 'k', alg, key: JSON.stringify(jwk) }).ok).toBe(taken);
  });
});

describe('encrypted tokens of others', () => {
  it.each([
    [
      'RFC 7516, appendix A.1: RSA-OAEP with SHA-1',
      'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.OKOawDo13gRp2ojaHV7LFpZcgV7T6DVZKTyKOMTYUmKoTCVJRgckCL9kiMT03JGeipsEdY3mx_etLbbWSrFr05kLzcSr4qKAq7YN7e9jwQRb23nfa6c9d-StnImGyFDbSv04uVuxIp5Zms1gNxKKK2Da14B8S4rzVRltdYwam_lDp5XnZAYpQdb76FdIKLaVmqgfwX7XWRxv2322i-vDxRfqNzo_tETKzpVLzfiwQyeyPGLBIO56YJ7eObdv0je81860ppamavo35UgoRdbYaBcoh9QcfylQr66oc6vFWXRcZ_ZT2LawVCWTIy3brGPi6UklfCpIMfIjf7iGdXKHzg.48V1_ALb6US04U3b.5eym8TW_c8SuK0ltJ3rpYIzOeDQz7TALvtu6UG9oMo4vpzs9tX_EFShS8iB7j6jiSdiwkIr3ajwQzaBtQD_A.XFBoMYUZodetZdvTiFvSkQ',
    ],
    [
      'RFC 7519, appendix A.1: RSA1_5 and A128CBC-HS256',
      'eyJhbGciOiJSU0ExXzUiLCJlbmMiOiJBMTI4Q0JDLUhTMjU2In0.QR1Owv2ug2WyPBnbQrRARTeEk9kDO2w8qDcjiHnSJflSdv1iNqhWXaKH4MqAkQtMoNfABIPJaZm0HaA415sv3aeuBWnD8J-Ui7Ah6cWafs3ZwwFKDFUUsWHSK-IPKxLGTkND09XyjORj_CHAgOPJ-Sd8ONQRnJvWn_hXV1BNMHzUjPyYwEsRhDhzjAD26imasOTsgruobpYGoQcXUwFDn7moXPRfDE8-NoQX7N7ZYMmpUDkR-Cx9obNGwJQ3nM52YCitxoQVPzjbl7WBuB7AohdBoZOdZ24WlN1lVIeh8v1K4krB8xgKvRU8kgFrEn_a1rZgN5TiysnmzTROF869lQ.AxY8DCtDaGlsbGljb3RoZQ.MKOle7UQrG6nSxTLX6Mqwt0orbHvAKeWnDYvpIAeZ72deHxz3roJDXQyhxx0wKaMHDjUEOKIwrtkHthpqEanSBNYHZgmNOV7sln1Eu9g3J8.fiK51VwhsxJ-siBMR-YFiA',
    ],
  ])('%s: refused', async (_, token) => {
    const { checks } = await check(token, issuerOf([]), { nonce: 'n', now });
    expect(checks.find(({ holds }) => !holds)?.name).toMatch(/^(form|encryption)$/);
  });
});
