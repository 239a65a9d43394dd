import { useEffect, useState } from 'preact/hooks';
import type { AgentClient, Colleague, Outcome, Receiver } from '../../client/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { failureSentence } from '../sentences.ts';
import { useAction } from './use-action.ts';

interface HandOnProps {
  readonly client: AgentClient;
  /** Who has the conversation. */
  readonly holder: string | undefined;
  readonly transfer: (to: Receiver, note: string | undefined) => Promise<Outcome<unknown>>;
  readonly close: () => void;
  readonly done: (to: string) => void;
}

/** Somebody or some skill that a conversation may be handed on to. */
interface Choice {
  readonly key: string;
  readonly name: string;
  readonly about: string;
  readonly to: Receiver;
  readonly off: boolean;
}

const agentChoice = ({ id, name, role, skills, away }: Colleague): Choice => ({
  key: `agent-${id}`,
  name,
  about: [role === 'bot' && 'bot', ...skills, away && 'away'].filter(Boolean).join(' · '),
  to: { agent: id },
  off: away,
});

/** Hands a conversation on: to a colleague, or to whoever has a skill, with a note that only agents read. */
export function HandOnDialog({ client, holder, transfer, close, done }: HandOnProps) {
  const [colleagues, setColleagues] = useState<readonly Colleague[]>();
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<Choice>();
  const [note, setNote] = useState('');
  const { run, busy, failure, setFailure } = useAction();

  useEffect(() => {
    void client.desk.colleagues().then((read) => {
      setColleagues(read.ok ? read.value : []);
      if (!read.ok) setFailure(read.failure);
    });
  }, [client]);

  const skills = (client.desk.settings?.brandSkills ?? []).map(
    ({ id, name }): Choice => ({
      key: `skill-${id}`,
      name,
      about: 'skill: it waits for whoever has it',
      to: { skill: id },
      off: false,
    }),
  );
  const agents = (colleagues ?? []).filter(({ id }) => id !== holder).map(agentChoice);
  const fits = ({ name, about }: Choice) =>
    `${name} ${about}`.toLowerCase().includes(sought.trim().toLowerCase());
  const found = [...skills, ...agents].filter(fits);

  async function submit() {
    if (!chosen) return;
    const given = await run(() => transfer(chosen.to, note.trim() || undefined));
    if (given) done(chosen.name);
  }

  return (
    <Dialog
      title="Hand the conversation on"
      action="Hand on"
      close={close}
      submit={() => void submit()}
      busy={busy}
      ready={chosen !== undefined}
      problem={failure && failureSentence(failure)}
    >
      <TextField label="Find a colleague or a skill" type="search" value={sought} change={setSought} />
      <fieldset class="receivers">
        <legend class="visually-hidden">To whom</legend>
        {found.map((one) => (
          <label key={one.key} class="receiver">
            <input
              type="radio"
              name="receiver"
              disabled={one.off}
              checked={chosen?.key === one.key}
              onChange={() => setChosen(one)}
            />
            <bdi>{one.name}</bdi>
            <span class="hint">{one.about}</span>
          </label>
        ))}
        {colleagues === undefined && <div class="skeleton" />}
        {colleagues && found.length === 0 && <p class="hint">Nobody is found by that name.</p>}
      </fieldset>
      <TextField label="Note for whoever takes it" lines={2} value={note} change={setNote} maxLength={300} />
    </Dialog>
  );
}
