import { useState } from 'preact/hooks';
import type { TotpEnrolment } from '../client/index.ts';
import { CopyButton } from '../ui/copy-button.tsx';

/** The new authenticator: as a picture to scan, and as a key to type where there is no camera. */
export function Enrolment({ totp }: { totp: TotpEnrolment }) {
  const [manual, setManual] = useState(false);
  return (
    <>
      <p>
        Scan this picture with <Apps names={totp.apps} />, then enter the code that the app shows. The picture
        is shown this once.
      </p>
      <img class="qr" alt="QR code to scan with an authenticator app" src={pictureOf(totp.svg)} />
      {manual ? (
        <div class="field">
          <span class="label" id="key-label">
            Key to enter by hand
          </span>
          <output class="key" aria-labelledby="key-label">
            {totp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
          </output>
          <div class="row apart">
            <span class="hint">Time-based, six digits.</span>
            <CopyButton text={totp.secret} label="Copy the key" />
          </div>
        </div>
      ) : (
        <div class="row apart">
          <button type="button" class="link" onClick={() => setManual(true)}>
            I cannot scan it
          </button>
          <a href={totp.uri}>Open an app on this device</a>
        </div>
      )}
    </>
  );
}

/** The apps that the brand has named, each a name of its own whatever its direction. */
function Apps({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <>any authenticator app</>;
  return (
    <>
      {names.map((name, at) => (
        <span key={name}>
          {at === 0 ? '' : at === names.length - 1 ? ' or ' : ', '}
          <bdi>{name}</bdi>
        </span>
      ))}
    </>
  );
}

const pictureOf = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
