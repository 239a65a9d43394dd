import { useEffect, useState } from 'preact/hooks';
import type { AgentClient, AgentConversation, Failure, RequestKind } from '../../client/index.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Choice, SelectField, TextField } from '../../ui/field.tsx';
import { failureSentence } from '../sentences.ts';
import { fieldsOf, inputOf, readJson, type SchemaField } from './schema-form.ts';
import { useAction } from './use-action.ts';

interface RequestProps {
  readonly client: AgentClient;
  readonly open: AgentConversation;
  readonly close: () => void;
  readonly done: (title: string, state: string) => void;
}

/** Where a kind is no list of simple fields, its input is written as JSON, under this name. */
const whole: SchemaField = {
  name: '',
  label: 'What is asked for, as JSON',
  required: true,
  look: 'json',
  choices: [],
};

/** Makes a protected request: what the brand's systems shall do for a consumer who has logged in well enough. */
export function RequestDialog({ client, open, close, done }: RequestProps) {
  const [kinds, setKinds] = useState<readonly RequestKind[]>();
  const [name, setName] = useState('');
  const [entered, setEntered] = useState<Readonly<Record<string, string>>>({});
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const { run, busy, failure, setFailure } = useAction();

  useEffect(() => {
    void client.desk.kinds().then((read) => {
      setKinds(read.ok ? read.value : []);
      if (read.ok) setName(read.value[0]?.name ?? '');
      else setFailure(read.failure);
    });
  }, [client]);

  const kind = kinds?.find((one) => one.name === name);
  const fields = kind && fieldsOf(kind);
  const shown = kind ? (fields ?? [whole]) : [];
  const wrong = { ...wrongOf(failure), ...missing };

  async function submit() {
    const read = inputOf(shown, entered);
    setMissing(read.wrong);
    if (!kind || Object.keys(read.wrong).length > 0) return;
    const input = fields ? read.input : readJson(entered[whole.name] ?? '');
    const made = await run(() => open.requests.make(kind.name, input as Readonly<Record<string, unknown>>));
    if (made) done(made.title, made.state);
  }

  const change = (field: string) => (value: string) => setEntered((now) => ({ ...now, [field]: value }));
  return (
    <Dialog
      title="Protected request"
      action="Make the request"
      close={close}
      submit={() => void submit()}
      busy={busy}
      ready={kind !== undefined}
      problem={failure && Object.keys(wrongOf(failure)).length === 0 ? failureSentence(failure) : undefined}
    >
      {kinds === undefined && <div class="skeleton" />}
      {kinds?.length === 0 && !failure && (
        <p class="hint">There is no kind of protected request yet. Admins define them in the console.</p>
      )}
      {kind && (
        <SelectField
          label="What for"
          value={name}
          change={(next) => {
            setName(next);
            setEntered({});
            setMissing({});
            setFailure(undefined);
          }}
          options={(kinds ?? []).map((one) => [one.name, one.title] as const)}
          hint={neededWords(kind)}
        />
      )}
      {shown.map((field) => (
        <InputField
          key={`${name} ${field.name}`}
          field={field}
          value={entered[field.name] ?? ''}
          wrong={wrong[field.name]}
          change={change(field.name)}
        />
      ))}
    </Dialog>
  );
}

/** What the server says of single fields: `input.month`. */
function wrongOf(failure: Failure | undefined): Record<string, string> {
  const errors = failure?.code === 'invalid_request' ? (failure.errors ?? []) : [];
  return Object.fromEntries(
    errors
      .filter(({ path }) => path.startsWith('input'))
      .map(({ path }) => [path.split('.')[1] ?? '', 'is not as the request wants it']),
  );
}

function neededWords({ acr, maxAge }: RequestKind): string {
  const level = acr === undefined ? 'It needs a login' : `It needs a login of level ${acr}`;
  const age = maxAge === undefined ? '' : `, at most ${Math.ceil(maxAge / 60)} minutes old`;
  return `${level}${age}. If there is none yet, the consumer is asked, and the request goes on by itself.`;
}

interface InputProps {
  readonly field: SchemaField;
  readonly value: string;
  readonly wrong: string | undefined;
  readonly change: (value: string) => void;
}

function InputField({ field, value, wrong, change }: InputProps) {
  const { label, hint, look, choices, required } = field;
  const named = required ? label : `${label} (optional)`;
  const words = { label: named, ...(hint === undefined ? {} : { hint }) };
  if (look === 'yes')
    return <Choice {...words} checked={value === 'true'} change={(on) => change(String(on))} />;
  if (look === 'choice')
    return (
      <SelectField
        {...words}
        value={value}
        change={change}
        options={[['', 'Choose one'], ...choices.map((one) => [one, one] as const)]}
      />
    );
  return (
    <TextField
      {...words}
      value={value}
      change={change}
      wrong={wrong && `This ${wrong}.`}
      {...(look === 'date' ? { type: 'date' as const } : {})}
      {...(look === 'json' ? { lines: 4, code: true } : {})}
    />
  );
}
