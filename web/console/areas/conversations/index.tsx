import type { AreaProps } from '../../areas.ts';
import { ConversationPage } from './conversation-page.tsx';
import { ConversationSearch } from './conversation-search.tsx';

/** Every conversation of the brand: a search, and each to be read. */
export default function Conversations({ rest: [id], query }: AreaProps) {
  return id === undefined ? <ConversationSearch query={query} /> : <ConversationPage id={id} />;
}
