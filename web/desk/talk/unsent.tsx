import type { AgentConversation, Unsent } from '../../client/index.ts';
import { failureSentence } from '../sentences.ts';

/** What was written here and is not stored yet. */
export function UnsentLines({ open }: { readonly open: AgentConversation }) {
  return (
    <>
      {open.unsent.map((one) => (
        <UnsentLine key={one.key} open={open} unsent={one} />
      ))}
    </>
  );
}

function UnsentLine({ open, unsent }: { open: AgentConversation; unsent: Unsent }) {
  return (
    <div class="message mine unsent">
      <p class="text" dir="auto">
        {unsent.text}
      </p>
      {unsent.failure ? (
        <p class="meta failed" role="alert">
          <span>Not sent. {failureSentence(unsent.failure)}</span>
          <button type="button" class="link" onClick={() => open.retry(unsent.key)}>
            Try again
          </button>
          <button type="button" class="link" onClick={() => open.discard(unsent.key)}>
            Delete
          </button>
        </p>
      ) : (
        <p class="meta">{unsent.seq === undefined ? 'Sending …' : 'Sent'}</p>
      )}
    </div>
  );
}
