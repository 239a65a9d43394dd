import type { Entry, Item, Message } from '../../../client/index.ts';
import { entrySentence, methodWords } from '../../../desk/sentences.ts';
import { Lock, OpenLock } from '../../../ui/icons.tsx';
import { inWords, When } from '../../when.tsx';

/** A line of a transcript: a message with the assurance that it was sent under, or what happened. */
export function TranscriptItem({ item }: { readonly item: Item }) {
  switch (item.kind) {
    case 'message':
      return <Said message={item} />;
    case 'entry':
      return <Happened entry={item} />;
    default:
      return (
        <li class="happened">
          A message that was given up before it was stored, <When at={item.at} />
        </li>
      );
  }
}

const authors = { consumer: 'Consumer', agent: 'Agent', bot: 'Bot', system: 'Doorstep' } as const;

const Said = ({ message: { from, at, text, assurance } }: { readonly message: Message }) => (
  <li class="said">
    <p class="about">
      <strong>
        <bdi>{from.name ?? authors[from.role]}</bdi>
      </strong>
      {from.role === 'consumer' && <Mark verified={assurance.level === 'authenticated'} />}
      <When at={at} />
    </p>
    <p class="text">{text}</p>
  </li>
);

/** Under which assurance a consumer wrote. */
const Mark = ({ verified }: { readonly verified: boolean }) => (
  <span class={verified ? 'badge good' : 'badge'}>
    {verified ? <Lock /> : <OpenLock />}
    {verified ? 'verified' : 'anonymous'}
  </span>
);

function Happened({ entry }: { readonly entry: Entry }) {
  const { what } = entry;
  const steppedUp = what.event === 'stepped_up';
  return (
    <li class={steppedUp ? 'happened verified' : 'happened'}>
      {steppedUp && <Lock />}
      <span class="text">{entrySentence(entry) ?? what.event}</span> <When at={entry.at} />
      {steppedUp && (
        <span class="block">
          By {methodWords(what.method)}, <bdi class="code">{what.issuer}</bdi>
          {what.assurance.level === 'authenticated' && (
            <>
              {what.assurance.acr !== undefined && (
                <>
                  , level <bdi class="code">{what.assurance.acr}</bdi>
                </>
              )}
              , until {inWords(what.assurance.until)}
            </>
          )}
        </span>
      )}
    </li>
  );
}
