import { useState } from 'preact/hooks';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Choice, SelectField, TextField } from '../../../ui/field.tsx';
import { DownloadButton } from '../../download-button.tsx';
import { type Algorithm, algorithms, type KeyPair, makeKeyPair, nextKid } from './key-pair.ts';
import type { AddKeys } from './keys-part.tsx';

interface MakeKeyProps {
  readonly taken: readonly string[];
  readonly add: AddKeys;
  readonly close: () => void;
}

/** Makes a key pair in the browser: the private half is kept by whoever made it, the public one is registered. */
export function MakeKey({ taken, add, close }: MakeKeyProps) {
  const [alg, setAlg] = useState<Algorithm>('ES256');
  const [kid, setKid] = useState(() => nextKid(taken));
  const [pair, setPair] = useState<KeyPair>();
  const [kept, setKept] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  async function make() {
    setBusy(true);
    try {
      setPair(await makeKeyPair(alg));
      setProblem(undefined);
    } catch {
      setProblem('This browser cannot make such a key. Choose another kind.');
    }
    setBusy(false);
  }

  async function register() {
    if (!pair) return;
    setBusy(true);
    setProblem(await add([{ kid, alg, key: pair.publicKey }]));
    setBusy(false);
  }

  if (!pair)
    return (
      <Dialog
        title="Make a key pair"
        close={close}
        submit={() => void make()}
        action="Make it"
        busy={busy}
        ready={kid !== '' && !taken.includes(kid)}
        problem={problem}
      >
        <p>
          It is made here, in your browser. You keep the private key, for your backend to sign with; Doorstep
          is told the public one.
        </p>
        <SelectField
          label="Kind"
          value={alg}
          options={(Object.keys(algorithms) as Algorithm[]).map(
            (one) => [one, algorithms[one].words] as const,
          )}
          change={setAlg}
        />
        <TextField
          label="Name of the key (kid)"
          value={kid}
          change={setKid}
          wrong={taken.includes(kid) ? 'A key of this name is registered.' : undefined}
          hint="Tokens name it in their header."
          maxLength={128}
          code
          required
        />
      </Dialog>
    );
  return (
    <Dialog
      title="Keep the private key"
      close={close}
      submit={() => void register()}
      action="Register the public key"
      busy={busy}
      ready={kept}
      problem={problem}
      wide
    >
      <p>
        Give it to your backend, and to nobody else: whoever has it can log in as anybody. It was sent
        nowhere, and is gone once this closes.
      </p>
      <div class="code-block">
        <div class="row">
          <strong id="private-key">Private key (PKCS #8)</strong>
          <span class="row">
            <DownloadButton name={`${kid}.private.pem`} text={pair.privateKey} label="Download" />
            <CopyButton text={pair.privateKey} />
          </span>
        </div>
        <output class="code pem" aria-labelledby="private-key">
          {pair.privateKey}
        </output>
      </div>
      <Choice label="I have kept it" checked={kept} change={setKept} />
    </Dialog>
  );
}
