import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { TotpEnrolment } from '../client/index.ts';

interface CardProps {
  readonly title: string;
  readonly problem: string | undefined;
  readonly busy: boolean;
  readonly action: string;
  readonly submit: () => void;
  readonly children: ComponentChildren;
}

/** One step of the sign-in: a heading, what it needs, one button, and what went wrong. */
export function Card({ title, problem, busy, action, submit, children }: CardProps) {
  return (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <h1>{title}</h1>
      {problem && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {children}
      <button type="submit" class="button main" disabled={busy}>
        {busy ? 'One moment …' : action}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly secret?: boolean;
  readonly autocomplete:
    | 'organization'
    | 'username'
    | 'current-password'
    | 'new-password'
    | 'one-time-code'
    | 'off';
  readonly optional?: boolean;
  readonly hint?: string;
  readonly focus?: boolean;
}

export function Field(props: FieldProps) {
  const { id, label, value, change, secret = false, optional = false, autocomplete, hint, focus } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={id}
        {...(secret ? { type: 'password' } : { type: 'text' })}
        required={!optional}
        autocomplete={autocomplete}
        autocapitalize="off"
        spellcheck={false}
        value={value}
        ref={(input) => {
          if (focus && input && input.value === '' && document.activeElement === document.body) input.focus();
        }}
        onInput={(event) => change(event.currentTarget.value)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Six digits, typed or pasted in any spacing, or filled in by the browser; sent as six digits. */
export function CodeField({ value, change }: { value: string; change: (value: string) => void }) {
  return (
    <div class="field">
      <label for="code">Six-digit code</label>
      <input
        id="code"
        name="code"
        required
        inputMode="numeric"
        autocomplete="one-time-code"
        pattern="[0-9]{6}"
        maxLength={7}
        title="Six digits"
        value={value}
        ref={(input) => input?.focus()}
        onInput={(event) => {
          const input = event.currentTarget;
          input.value = input.value.replaceAll(/\s/g, '').slice(0, 6);
          change(input.value);
        }}
      />
    </div>
  );
}

/** The new authenticator: as a picture to scan, and as a key to type where there is no camera. */
export function Enrolment({ totp }: { totp: TotpEnrolment }) {
  const [manual, setManual] = useState(false);
  const apps = totp.apps.length > 0 ? totp.apps.join(', ') : 'any authenticator app';
  return (
    <>
      <p>
        Scan this picture with {apps}, then enter the code that the app shows. The picture is shown this once.
      </p>
      <img class="qr" alt="QR code to scan with an authenticator app" src={pictureOf(totp.svg)} />
      {manual ? (
        <div class="field">
          <span id="key-label">Key to enter by hand</span>
          <output class="key" aria-labelledby="key-label">
            {totp.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
          </output>
        </div>
      ) : (
        <button type="button" class="button" onClick={() => setManual(true)}>
          I cannot scan it
        </button>
      )}
    </>
  );
}

const pictureOf = (svg: string): string => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
