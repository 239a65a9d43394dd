import { TextField } from '../../ui/field.tsx';
import { Added } from '../added.tsx';
import type { Answer } from '../api.ts';
import { firstWrong } from '../first-wrong.ts';
import { NumberField } from '../number-field.tsx';
import { to } from '../route.ts';
import { Section } from '../section.tsx';
import { type Draft, SettingsForm } from '../settings-form.tsx';
import { Head } from '../states.tsx';
import { useResource } from '../use-resource.ts';
import { readReturnAddress } from './login/addresses.ts';
import { RequestLifetime } from './login/lifetimes.tsx';
import { Methods } from './login/methods.tsx';
import { OpenConversation } from './login/open-conversation.tsx';

type Settings = Omit<Answer<'GET /api/manage/authentication'>, 'warnings'>;

const levelWrong = 'A level is one word of ASCII signs, such as password, code or urn:example:loa:2.';

/** How the brand's consumers authenticate. */
export default function Authentication() {
  const resource = useResource('GET /api/manage/authentication', {});
  return (
    <>
      <Head title="Authentication settings">
        How consumers log in to the chat, and how long that holds. Changes count for conversations and login
        requests from now on; <a href={to('engagements')}>engagements</a> can have ways and times of their
        own.
      </Head>
      <SettingsForm
        resource={resource}
        save="PUT /api/manage/authentication"
        pick={({ warnings: _, ...settings }): Settings => settings}
      >
        {(draft, { warnings }) => (
          <>
            {warnings.map((one) => (
              <p key={one} class="notice careful">
                {one}
              </p>
            ))}
            <Ways {...draft} />
            <Asking {...draft} />
            <Levels {...draft} />
            <Elsewhere {...draft} />
            <Subjects {...draft} />
          </>
        )}
      </SettingsForm>
    </>
  );
}

const Ways = ({ value, set, wrong }: Draft<Settings>) => (
  <>
    <Section title="Ways to log in" lead="The preferred one first.">
      <Methods
        value={value.methods}
        change={(methods) => set({ methods })}
        wrong={firstWrong(wrong, 'methods')}
      />
    </Section>
    <Section title="How long">
      <RequestLifetime
        value={value.requestMinutes}
        change={(requestMinutes) => set({ requestMinutes })}
        wrong={wrong.requestMinutes}
      />
      <NumberField
        label="A login lasts (minutes)"
        value={value.authenticatedMinutes}
        change={(authenticatedMinutes) => set({ authenticatedMinutes })}
        min={1}
        max={1440}
        wrong={wrong.authenticatedMinutes}
        hint="The authenticated period. Within it protected requests run without a prompt; after it the conversation is anonymous again, and the consumer is asked anew."
        required
      />
    </Section>
  </>
);

const Asking = ({ value, set, wrong }: Draft<Settings>) => (
  <>
    <Section title="Asking" lead="So that nobody is pressed.">
      <div class="columns">
        <NumberField
          label="Pause after “Not now” (minutes)"
          value={value.notNowMinutes}
          change={(notNowMinutes) => set({ notNowMinutes })}
          min={0}
          max={1440}
          wrong={wrong.notNowMinutes}
          hint="For so long nobody may ask again in that conversation. 0: at once."
          required
        />
        <NumberField
          label="Most prompts in a conversation"
          value={value.mostPrompts}
          change={(mostPrompts) => set({ mostPrompts })}
          min={1}
          max={100}
          wrong={wrong.mostPrompts}
          hint="After so many login requests nobody can ask any more there."
          required
        />
      </div>
    </Section>
    <Section
      title="Who has a conversation open already"
      lead="Somebody logs in to a conversation, and has another one open: from yesterday, or on the phone."
    >
      <OpenConversation
        value={value.openConversation}
        change={(openConversation) => set({ openConversation })}
      />
    </Section>
  </>
);

const Levels = ({ value, set, wrong }: Draft<Settings>) => (
  <Section
    title="Levels"
    lead="How strong a login was, from the weakest to the strongest, as your logins name it in acr. Agents and protected requests can ask for a level; that one or a stronger one will do."
  >
    <Added
      label="Levels, from the weakest to the strongest"
      adding="Add a level"
      items={value.acrScale}
      change={(acrScale) => set({ acrScale })}
      read={(typed) => (/^[\x21-\x7e]{1,100}$/.test(typed) ? { value: typed } : { wrong: levelWrong })}
      ordered
      placeholder="code"
      max={10}
      wrong={firstWrong(wrong, 'acrScale')}
      none="None: a login is a login, and nobody can ask for a stronger one."
      hint="It goes to the end, as the strongest; move it to its place."
    />
  </Section>
);

const Elsewhere = ({ value, set, wrong }: Draft<Settings>) => (
  <Section
    title="Logins at another page"
    lead="Your own login page and OpenID providers open in a window of their own, and end at a return address."
  >
    <TextField
      label="Authentication URL: your login page"
      type="url"
      value={value.loginPage ?? ''}
      change={(loginPage) => set({ loginPage: loginPage || undefined })}
      wrong={wrong.loginPage}
      placeholder="https://www.example.com/login"
      hint={
        <>
          https, without a fragment. Its backend signs with a <a href={to('security-keys')}>security key</a>.
        </>
      }
      code
    />
    <Added
      label="Return addresses"
      adding="Add a return address"
      items={value.returnAddresses}
      change={(returnAddresses) => set({ returnAddresses })}
      read={readReturnAddress}
      placeholder="https://www.example.com/login-done.html"
      max={20}
      wrong={firstWrong(wrong, 'returnAddresses')}
      none="None: logins at another page end nowhere, and are not offered."
      hint="Compared to the letter. An app has its own scheme: com.example.app:/login."
    />
  </Section>
);

const Subjects = ({ value: { namespaces }, set, wrong }: Draft<Settings>) => (
  <Section
    title="Whose people they are"
    lead="Ways to log in of one namespace speak of the same people by the same ids. Leave a name out, and the people of that way are its own."
  >
    <div class="columns">
      {(
        [
          ['loginPage', 'Namespace of the login page'],
          ['privateData', 'Namespace of the customer records'],
        ] as const
      ).map(([name, label]) => (
        <TextField
          key={name}
          label={label}
          value={namespaces[name] ?? ''}
          change={(typed) => {
            const { [name]: _, ...others } = namespaces;
            set({ namespaces: typed === '' ? others : { ...others, [name]: typed } });
          }}
          wrong={wrong[`namespaces.${name}`]}
          code
        />
      ))}
    </div>
    <p class="notice careful">
      Share a name only where the ids are the same for the same person: whoever logs in one way finds the
      conversations of the other.
    </p>
  </Section>
);
