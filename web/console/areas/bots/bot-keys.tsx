import { useState } from 'preact/hooks';
import { toast } from '../../../ui/toast.tsx';
import { type Answer, call } from '../../api.ts';
import { Confirm } from '../../confirm.tsx';
import { Section } from '../../section.tsx';
import { ShownOnce } from '../../shown-once.tsx';
import { Failed } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { When } from '../../when.tsx';
import { NewKey, scopeWords } from './new-key.tsx';

type Key = Answer<'GET /api/manage/users/{user}/keys'>['keys'][number];
type Made = Answer<'POST /api/manage/users/{user}/keys'>;

/** What a bot works with: two keys at most, so that one can take over from the other. */
export function BotKeys({ bot }: { readonly bot: Answer<'GET /api/manage/users/{user}'> }) {
  const params = { user: bot.id };
  const { value, failure, reload } = useResource('GET /api/manage/users/{user}/keys', { params });
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<Made>();
  const [revoking, setRevoking] = useState<Key>();
  const keys = value?.keys ?? [];
  const action = value && keys.length < 2 && !bot.disabled && (
    <button type="button" class="button" onClick={() => setMaking(true)}>
      New key
    </button>
  );
  return (
    <Section
      title="Keys"
      lead="What the program sends as Authorization: Bearer. To change over without a gap, make a second key, give it to the program, then revoke the first."
      action={action}
    >
      {failure && <Failed failure={failure} again={reload} />}
      {value && keys.length === 0 && (
        <p class="hint">
          {bot.disabled ? 'A disabled bot has no keys.' : 'No key yet: the bot cannot do anything.'}
        </p>
      )}
      {keys.length > 0 && (
        <ul class="plain-list">
          {keys.map((key) => (
            <li key={key.id} class="row apart">
              <span>
                <strong>
                  <bdi>{key.name}</bdi>
                </strong>{' '}
                {key.scopes.map((scope) => (
                  <span key={scope} class="badge">
                    {scopeWords[scope]}
                  </span>
                ))}
                <span class="hint block">
                  Made <When at={key.createdAt} />
                  {key.lastUsedAt === undefined ? (
                    ', never used'
                  ) : (
                    <>
                      , last used <When at={key.lastUsedAt} />
                    </>
                  )}
                </span>
              </span>
              <button type="button" class="button small danger" onClick={() => setRevoking(key)}>
                Revoke<span class="visually-hidden"> {key.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {making && (
        <NewKey
          bot={bot}
          close={() => setMaking(false)}
          done={(key) => {
            setMaking(false);
            setMade(key);
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={`The key ${made.name}`}
          label="Key"
          secret={made.key}
          close={() => {
            setMade(undefined);
            void reload();
          }}
        >
          <p>Keys belong into programs on a server: one that comes from a web page is refused.</p>
        </ShownOnce>
      )}
      {revoking && (
        <Confirm
          title={`Revoke ${revoking.name}?`}
          action="Revoke"
          close={() => setRevoking(undefined)}
          act={() =>
            call('DELETE /api/manage/users/{user}/keys/{key}', { params: { ...params, key: revoking.id } })
          }
          done={() => {
            toast('The key is revoked');
            setRevoking(undefined);
            void reload();
          }}
        >
          <p>Whatever still uses it is refused from now on, and its open sockets are closed.</p>
        </Confirm>
      )}
    </Section>
  );
}
