import type { AreaProps } from '../../areas.ts';
import { BotPage } from './bot-page.tsx';
import { BotTable } from './bot-table.tsx';

/** Programs that work beside people: a list, and a page of each. */
export default function Bots({ rest: [id] }: AreaProps) {
  return id === undefined ? <BotTable /> : <BotPage id={id} />;
}
