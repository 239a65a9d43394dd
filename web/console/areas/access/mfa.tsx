import { useState } from 'preact/hooks';
import { Choice } from '../../../ui/field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, type Answered, call } from '../../api.ts';
import { asItIs } from '../../as-it-is.ts';
import { brandSettings } from '../../brand.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import type { Resource } from '../../use-resource.ts';

type Brand = Answer<'GET /api/manage/brand'>;

/** The switch that holds for everybody. It acts at once, and asks before: it may sign people out. */
export function Mfa({ brand }: { readonly brand: Resource<Brand> }) {
  const [asking, setAsking] = useState(false);
  const { value } = brand;
  if (!value) return null;
  const { mfa } = value;

  /** As the brand is now, whatever else stands unsaved below. */
  const turn = () =>
    asItIs(call('GET /api/manage/brand', {}), (version, now) =>
      call('PUT /api/manage/brand', { body: { ...brandSettings(now), mfa: !mfa }, version }).then(
        (outcome) => {
          if (outcome.ok) brand.replace(outcome.value as Answered<Brand>);
          return outcome;
        },
      ),
    );

  return (
    <Section title="Multi-factor authentication">
      <Choice
        look="switch"
        label="Everybody needs a second factor"
        checked={mfa}
        change={() => setAsking(true)}
        hint={
          mfa
            ? 'After the password, a code of an authenticator app or a passkey. Who has none enrols one at the next sign-in.'
            : 'A password alone is enough now, of 15 characters at least. Turn this on: passwords are guessed, stolen and used twice.'
        }
      />
      {asking && (
        <Confirm
          title={mfa ? 'Let passwords alone be enough?' : 'Ask everybody for a second factor?'}
          action={mfa ? 'Turn MFA off' : 'Turn MFA on'}
          harmless={!mfa}
          close={() => setAsking(false)}
          act={turn}
          done={() => {
            toast(mfa ? 'MFA is off' : 'MFA is on, for everybody');
            setAsking(false);
          }}
        >
          {mfa ? <Off /> : <On />}
        </Confirm>
      )}
    </Section>
  );
}

const On = () => (
  <>
    <p>From this moment, for every agent and admin:</p>
    <ul>
      <li>Who is signed in without a second factor is signed out at once, and desks of theirs close.</li>
      <li>At the next sign-in they scan a QR code with an authenticator app, or make a passkey.</li>
      <li>Who is signed in with a second factor notices nothing.</li>
    </ul>
    <p>If you have none yourself, you are signed out too, and enrol when you sign in again.</p>
  </>
);

const Off = () => (
  <>
    <p>From this moment:</p>
    <ul>
      <li>Nobody is made to enrol a second factor. Who has one is still asked for it.</li>
      <li>Who has none signs in with the password alone, which needs 15 characters then.</li>
      <li>Sessions go on as they are.</li>
    </ul>
    <p>Doorstep then claims nothing for the strength of a sign-in.</p>
  </>
);
