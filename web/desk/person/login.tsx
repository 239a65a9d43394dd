import { type Conversation, isAuthenticated } from '../../client/index.ts';
import { Lock, OpenLock } from '../../ui/icons.tsx';
import { methodWords } from '../sentences.ts';
import type { StepUpEntry } from '../step-up.ts';
import { countdown, timeLeft, when } from '../times.ts';

interface LoginProps {
  readonly head: Conversation;
  readonly stepUp: StepUpEntry | undefined;
  readonly now: number;
}

/** Whether the person is known at this moment, by which login, and until when. */
export function Login({ head, stepUp, now }: LoginProps) {
  const { assurance } = head;
  if (assurance.level === 'anonymous' || !isAuthenticated(assurance, now))
    return (
      <section class="login" aria-label="Login">
        <h3>
          <OpenLock /> Anonymous at this moment
        </h3>
        <p class="hint">
          {head.name === undefined
            ? 'Nobody has logged in here. Ask to log in before you tell anything that is not for everybody.'
            : 'The person had logged in earlier. Who writes now is not certain.'}
        </p>
      </section>
    );
  const { until, acr, amr, authTime } = assurance;
  const since = stepUp?.at ?? authTime ?? now;
  return (
    <section class="login verified" aria-label="Login">
      <h3>
        <Lock /> Logged in
      </h3>
      <p class="period">
        <span class="remaining" role="timer" aria-label={`${timeLeft(until, now)} of the verified period`}>
          {countdown(until, now)}
        </span>
        <span class="hint">until {when(until)}</span>
      </p>
      <progress max={Math.max(1, until - since)} value={Math.max(0, until - now)} aria-hidden="true" />
      <dl class="facts-list">
        <Fact name="With" value={stepUp && methodWords(stepUp.what.method)} />
        <Fact name="Level" value={acr} />
        <Fact name="By" value={amr?.map(factorWords).join(', ')} />
        <Fact name="Credentials entered" value={authTime === undefined ? undefined : when(authTime)} />
        <Fact name="Vouched for by" value={stepUp?.what.issuer} />
        <Fact name="Known there as" value={head.subject} />
      </dl>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | undefined }) {
  if (value === undefined || value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <bdi>{value}</bdi>
      </dd>
    </div>
  );
}

/** Authentication methods by their registered names (RFC 8176), in words; others as they are. */
const factors: Readonly<Record<string, string>> = {
  pwd: 'password',
  otp: 'one-time code',
  mfa: 'several factors',
  hwk: 'security key',
  swk: 'key on the device',
  fpt: 'fingerprint',
  face: 'face',
  pin: 'PIN',
  sms: 'text message',
  kba: 'known details',
  user: 'presence',
};
const factorWords = (amr: string): string => factors[amr] ?? amr;
