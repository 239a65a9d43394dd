import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { NewPasskey, PasskeyAnswer, PasskeyOptions } from '../client/index.ts';

export const passkeysWork = browserSupportsWebAuthn;

/** Asks the browser to answer with a passkey. Nothing when its owner thought better of it. */
export async function usePasskey({ options }: PasskeyOptions): Promise<PasskeyAnswer | undefined> {
  const given = { optionsJSON: options } as unknown as Parameters<typeof startAuthentication>[0];
  const answer = await startAuthentication(given).catch(() => undefined);
  if (!answer) return undefined;
  const { id, rawId, response } = answer;
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  const handle = userHandle ? { userHandle } : {};
  return {
    id,
    rawId,
    type: 'public-key',
    response: { clientDataJSON, authenticatorData, signature, ...handle },
  };
}

/** Asks the browser to make a passkey. Nothing when its owner thought better of it. */
export async function makePasskey({ options }: PasskeyOptions): Promise<NewPasskey | undefined> {
  const given = { optionsJSON: options } as unknown as Parameters<typeof startRegistration>[0];
  const made = await startRegistration(given).catch(() => undefined);
  if (!made) return undefined;
  const { id, rawId, response } = made;
  const { clientDataJSON, attestationObject, transports = [] } = response;
  return { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } };
}
