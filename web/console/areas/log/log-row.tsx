import { useId, useState } from 'preact/hooks';
import type { Answer } from '../../api.ts';
import { to } from '../../route.ts';
import { UserName } from '../../user-name.tsx';
import { When } from '../../when.tsx';
import { Changes, Facts } from './details.tsx';
import { eventWords, whyWords } from './words.ts';

type Line = Answer<'GET /api/manage/log'>['items'][number];
type Says = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
/** Those that have a column of their own. */
const inColumns = new Set(['event', 'ok', 'by', 'role', 'network', 'before', 'after', 'why']);

/** An entry: what happened to whom, by whom, from where; on request all that it says. */
export function LogRow({ line }: { readonly line: Line }) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const says = line.says as Says | undefined;
  const facts = Object.entries(says ?? {}).filter(([name]) => !inColumns.has(name));
  const changed = says?.before !== undefined || says?.after !== undefined;
  const more = changed || facts.length > 0;
  return (
    <>
      <tr>
        <td class="nowrap">
          <When at={line.at} />
        </td>
        <td>
          {says === undefined ? (
            <span class="hint">Erased, or older than the log is kept</span>
          ) : (
            <What says={says} open={open} more={more} id={id} toggle={() => setOpen(!open)} />
          )}
        </td>
        <td>
          <About line={line} says={says} />
        </td>
        <td>
          <By line={line} says={says} />
        </td>
        <td class="code">{text(says?.network)}</td>
      </tr>
      {open && more && (
        <tr id={id} class="details">
          <td colSpan={5}>
            {changed && <Changes before={says?.before} after={says?.after} />}
            {facts.length > 0 && <Facts facts={facts} />}
          </td>
        </tr>
      )}
    </>
  );
}

interface WhatProps {
  readonly says: Says;
  readonly open: boolean;
  readonly more: boolean;
  readonly id: string;
  readonly toggle: () => void;
}

function What({ says, open, more, id, toggle }: WhatProps) {
  const words = eventWords(text(says.event) ?? '');
  const why = text(says.why);
  return (
    <>
      {more ? (
        <button
          type="button"
          class="link"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={toggle}
        >
          {words}
        </button>
      ) : (
        words
      )}{' '}
      {says.ok === false && <span class="badge bad">Failed</span>}
      {why !== undefined && <span class="hint block">Because: {whyWords(why)}</span>}
    </>
  );
}

interface WhoProps {
  readonly line: Line;
  readonly says: Says | undefined;
}

/** Whose account it was, or in which conversation; of what an admin did to a setting, which one. */
function About({ line: { account, conversation }, says }: WhoProps) {
  if (conversation !== undefined)
    return (
      <a href={to('conversations', conversation)}>
        Conversation<span class="visually-hidden"> {conversation}</span>
      </a>
    );
  if (says?.by !== undefined && says.by === account) return <bdi class="code">{text(says.on)}</bdi>;
  return account === undefined || account === 'nobody' ? (
    <span class="hint">Nobody's account</span>
  ) : (
    <UserName user={account} />
  );
}

/** Who did it: where it does not say, whoever has the account. */
function By({ line, says }: WhoProps) {
  const by = text(says?.by);
  const role = text(says?.role);
  if (by === 'operator') return <>The operator</>;
  if (by !== undefined) return <UserName user={by} />;
  if (role === 'consumer') return <>The consumer</>;
  if (role === 'system') return <>Doorstep</>;
  return line.account === undefined || line.account === 'nobody' ? null : <UserName user={line.account} />;
}
