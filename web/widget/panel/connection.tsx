import type { ConsumerView } from '../../client/index.ts';
import { failureWords } from './failure-words.ts';
import { useWords, type Words } from './words.tsx';

/** Says so when the conversation is not live. */
export function Connection({ view }: { readonly view: ConsumerView }) {
  const words = connectionWords(useWords(), view);
  const look = view.status === 'connecting' ? 'connection soon' : 'connection';
  return (
    <p class={words ? look : 'unseen'} role="status">
      {words}
    </p>
  );
}

function connectionWords(words: Words, { status, failure, items }: ConsumerView): string | undefined {
  switch (status) {
    case 'offline':
      return words.text('offline');
    case 'connecting':
      return items.length > 0 ? words.text('connecting') : undefined;
    case 'ended':
      return `${failure ? failureWords(words, failure) : words.text('closed')} ${words.text('ended')}`;
    case 'failed':
      return words.text('unavailable');
    default:
      return undefined;
  }
}
