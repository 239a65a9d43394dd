import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest();
const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const flags = { present: 0x01, verified: 0x04, attested: 0x40 };

/** What a hostile browser or authenticator may say otherwise than it is. */
export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly counter?: number;
  readonly verified?: boolean;
  readonly userHandle?: string;
  /** The id of somebody else's passkey. */
  readonly id?: string;
}

interface Options {
  readonly options?: unknown;
}

/** A passkey in software, with the browser around it: makes and signs what a real one would, or lies where it is told to. */
export class Authenticator {
  readonly id = randomBytes(20).toString('base64url');
  counter = 0;
  /** Whether it counts its signatures, as security keys do and synchronized passkeys do not. */
  readonly counts: boolean;
  #privateKey: KeyObject | undefined;
  #userHandle = '';
  readonly #origin: string;

  constructor(origin: string, { counts = false } = {}) {
    this.#origin = origin;
    this.counts = counts;
  }

  #authenticatorData(rpId: string, verified: boolean, counter: number, attested = Buffer.alloc(0)): Buffer {
    const head = Buffer.alloc(5);
    head[0] = flags.present | (verified ? flags.verified : 0) | (attested.length > 0 ? flags.attested : 0);
    head.writeUInt32BE(counter, 1);
    return Buffer.concat([sha256(rpId), head, attested]);
  }

  #next(): number {
    this.counter += this.counts ? 1 : 0;
    return this.counter;
  }

  /** Answers `navigator.credentials.create`. */
  create(body: Options, lies: Lies = {}) {
    const options = body.options as { challenge: string; rp: { id: string }; user: { id: string } };
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    this.#userHandle = options.user.id;
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]);
    const id = Buffer.from(this.id, 'base64url');
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
    const authData = this.#authenticatorData(
      lies.rpId ?? options.rp.id,
      lies.verified ?? true,
      lies.counter ?? this.#next(),
      attested,
    );
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', new Uint8Array(authData)],
    ]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: this.#clientData('webauthn.create', options.challenge, lies),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
        transports: ['internal'],
      },
    };
  }

  /** Answers `navigator.credentials.get`. */
  get(body: Options, lies: Lies = {}) {
    const options = body.options as { challenge: string; rpId: string };
    if (!this.#privateKey) throw new Error('This authenticator has made no passkey.');
    const clientDataJSON = this.#clientData('webauthn.get', options.challenge, lies);
    const authenticatorData = this.#authenticatorData(
      lies.rpId ?? options.rpId,
      lies.verified ?? true,
      lies.counter ?? this.#next(),
    );
    const signed = Buffer.concat([authenticatorData, sha256(Buffer.from(clientDataJSON, 'base64url'))]);
    const id = lies.id ?? this.id;
    return {
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON,
        authenticatorData: authenticatorData.toString('base64url'),
        signature: sign('sha256', signed, this.#privateKey).toString('base64url'),
        userHandle: lies.userHandle ?? this.#userHandle,
      },
    };
  }

  #clientData(type: string, challenge: string, lies: Lies): string {
    return json({
      type: lies.type ?? type,
      challenge: lies.challenge ?? challenge,
      origin: lies.origin ?? this.#origin,
      crossOrigin: false,
    });
  }
}
