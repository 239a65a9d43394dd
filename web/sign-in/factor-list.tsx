import { useState } from 'preact/hooks';
import type { OwnFactors } from '../client/index.ts';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { inFull } from './device.ts';

type Factor = OwnFactors['factors'][number];

interface FactorListProps {
  readonly factors: OwnFactors;
  readonly add: () => void;
  readonly rename: (id: string, name: string) => void;
  readonly remove: (id: string) => void;
  readonly renew: () => void;
}

const kinds = { totp: 'Authenticator app', passkey: 'Passkey' } as const;
const nameOf = ({ name, kind }: Factor): string => (name === '' ? kinds[kind] : name);
/** With fewer it is time for new ones. */
const fewCodes = 3;

/** What one signs in with besides the password. */
export function FactorList({ factors, add, rename, remove, renew }: FactorListProps) {
  const [asked, setAsked] = useState<{ what: 'rename' | 'remove' | 'renew'; factor?: Factor }>();
  const [name, setName] = useState('');
  const { factors: all, recoveryCodesLeft } = factors;
  const factor = asked?.factor;
  const close = () => setAsked(undefined);
  return (
    <section class="card" aria-labelledby="factors">
      <h2 id="factors">Second factors</h2>
      {all.length === 0 && <p class="hint">None yet: your password stands alone.</p>}
      <ul class="things">
        {all.map((one) => (
          <li key={one.id}>
            <span class="thing">
              <b>
                <bdi>{nameOf(one)}</bdi>
              </b>
              <small>
                {one.name !== '' && `${kinds[one.kind]}, `}since {inFull(one.createdAt)}, last used{' '}
                {inFull(one.lastUsedAt)}
              </small>
            </span>
            <span class="row">
              <button
                type="button"
                class="button small plain"
                onClick={() => {
                  setName(one.name);
                  setAsked({ what: 'rename', factor: one });
                }}
              >
                Rename<span class="visually-hidden"> {nameOf(one)}</span>
              </button>
              <button
                type="button"
                class="button small"
                onClick={() => setAsked({ what: 'remove', factor: one })}
              >
                Remove<span class="visually-hidden"> {nameOf(one)}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
      <div class="row">
        <button type="button" class="button" onClick={add}>
          Add a factor
        </button>
      </div>
      {all.length > 0 && (
        <div class="row apart codes-left">
          <span class="thing">
            <b>Recovery codes left: {recoveryCodesLeft}</b>
            <small>
              {recoveryCodesLeft < fewCodes
                ? 'Make new ones, so that a lost phone locks you out of nothing.'
                : 'For the day that your phone is lost. Each works once.'}
            </small>
          </span>
          <button type="button" class="button small" onClick={() => setAsked({ what: 'renew' })}>
            Make new recovery codes
          </button>
        </div>
      )}
      {asked?.what === 'rename' && factor && (
        <Dialog
          title={`Rename “${nameOf(factor)}”`}
          action="Rename"
          ready={name.trim() !== ''}
          close={close}
          submit={() => {
            close();
            rename(factor.id, name.trim());
          }}
        >
          <TextField label="Name" value={name} change={setName} maxLength={40} />
        </Dialog>
      )}
      {asked?.what === 'remove' && factor && (
        <Dialog
          title={`Remove “${nameOf(factor)}”?`}
          action="Remove it"
          danger
          close={close}
          submit={() => {
            close();
            remove(factor.id);
          }}
        >
          <p>It signs you in no more, at once. Your other factors and your recovery codes stay.</p>
        </Dialog>
      )}
      {asked?.what === 'renew' && (
        <Dialog
          title="Make new recovery codes?"
          action="Make them"
          close={close}
          submit={() => {
            close();
            renew();
          }}
        >
          <p>The ones that you have kept are good no more from then on.</p>
        </Dialog>
      )}
    </section>
  );
}
