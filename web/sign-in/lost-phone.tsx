import { CopyButton } from '../ui/copy-button.tsx';
import { Card } from './card.tsx';
import type { Method } from './factor-entry.tsx';

interface LostPhoneProps {
  readonly brand: string;
  readonly loginName: string;
  readonly methods: readonly Method[];
  readonly use: (method: Method) => void;
  readonly back: () => void;
}

/** The ways back in for one who has lost the usual factor, the quickest first. */
export function LostPhone({ brand, loginName, methods, use, back }: LostPhoneProps) {
  const request = `Please reset my second factor at Doorstep. Brand: ${brand}. Login name: ${loginName || 'see this message'}. In the console: Users, my name, Reset MFA.`;
  return (
    <Card title="Without your phone" action="Back to the code" submit={back}>
      <ol class="ways-in">
        {methods.includes('recovery') && (
          <li>
            <b>With a recovery code.</b> One of the ten that you kept when you set up your second factor. Each
            works once.
            <button type="button" class="button" onClick={() => use('recovery')}>
              Use a recovery code
            </button>
          </li>
        )}
        {methods.includes('passkey') && (
          <li>
            <b>With a passkey</b> that this device, or a security key, holds.
            <button type="button" class="button" onClick={() => use('passkey')}>
              Use a passkey
            </button>
          </li>
        )}
        <li>
          <b>Ask an admin to reset it.</b> In the console they open <i>Users</i>, then your name, and press{' '}
          <i>Reset MFA</i>. From then on the lost phone, your passkeys and recovery codes are good for
          nothing, and all your sessions end. Your password stays: sign in with it, and set up a new second
          factor.
          <CopyButton text={request} label="Copy a message to your admin" />
        </li>
      </ol>
      <p class="hint">
        You are the only admin? Whoever runs Doorstep for you can reset you with{' '}
        <code>npm run admin -- reset</code>.
      </p>
    </Card>
  );
}
