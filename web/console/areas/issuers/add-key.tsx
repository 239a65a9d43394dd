import { useRef, useState } from 'preact/hooks';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field, SelectField, TextField } from '../../../ui/field.tsx';
import { type Algorithm, nextKid } from './key-pair.ts';
import type { AddKeys } from './keys-part.tsx';
import { findKeys } from './public-key.ts';

interface AddKeyProps {
  readonly taken: readonly string[];
  readonly add: AddKeys;
  readonly close: () => void;
}

interface Choosing {
  readonly key: string;
  readonly kid: string;
  readonly alg: Algorithm;
  readonly algs: readonly Algorithm[];
}

/** Registers public keys that exist: from a file, or pasted. */
export function AddKey({ taken, add, close }: AddKeyProps) {
  const [text, setText] = useState('');
  const latest = useRef('');
  const [keys, setKeys] = useState<readonly Choosing[]>([]);
  const [wrong, setWrong] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function read(given: string) {
    setText(given);
    latest.current = given;
    setProblem(undefined);
    if (given.trim() === '') {
      setKeys([]);
      return setWrong(undefined);
    }
    const found = await findKeys(given);
    // Something else was entered in the meantime.
    if (latest.current !== given) return;
    if ('wrong' in found) {
      setKeys([]);
      return setWrong(found.wrong);
    }
    setWrong(undefined);
    const names = [...taken];
    setKeys(
      found.keys.map(({ key, kid: named, algs }) => {
        const kid = named ?? nextKid(names);
        names.push(kid);
        return { key, kid, algs, alg: algs[0] ?? 'ES256' };
      }),
    );
  }

  async function register() {
    setBusy(true);
    setProblem(await add(keys.map(({ kid, alg, key }) => ({ kid, alg, key }))));
    setBusy(false);
  }

  const set = (at: number, some: Partial<Choosing>) =>
    setKeys(keys.map((one, index) => (index === at ? { ...one, ...some } : one)));
  return (
    <Dialog
      title="Add a public key"
      close={close}
      submit={() => void register()}
      action={keys.length > 1 ? `Register ${keys.length} keys` : 'Register'}
      busy={busy}
      ready={keys.length > 0 && keys.every(({ kid }) => kid !== '')}
      problem={problem}
      wide
    >
      <Field label="File">
        {(tied) => (
          <input
            {...tied}
            type="file"
            accept=".pem,.pub,.key,.json,.jwk,.jwks,.txt"
            onChange={async ({ currentTarget }) => read((await currentTarget.files?.[0]?.text()) ?? '')}
          />
        )}
      </Field>
      <TextField
        label="Or paste it"
        value={text}
        change={(typed) => void read(typed)}
        wrong={wrong}
        lines={6}
        hint="PEM (“BEGIN PUBLIC KEY”), a JWK, or a whole JWK Set."
        code
      />
      {keys.map((one, at) => (
        <div class="field-row" key={one.key}>
          <TextField
            label="Name (kid)"
            value={one.kid}
            change={(kid) => set(at, { kid })}
            wrong={
              taken.includes(one.kid)
                ? 'A key of this name is registered: this one takes its place.'
                : undefined
            }
            maxLength={128}
            code
            required
          />
          <SelectField
            label="Algorithm"
            value={one.alg}
            options={one.algs.map((alg) => [alg, alg] as const)}
            change={(alg) => set(at, { alg })}
          />
        </div>
      ))}
    </Dialog>
  );
}
