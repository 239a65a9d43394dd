import type { AreaProps } from '../../areas.ts';
import { UserPage } from './user-page.tsx';
import { UserTable } from './user-table.tsx';

/** Who works here: a list, and a page of each. */
export default function Users({ rest: [id], me }: AreaProps) {
  return id === undefined ? <UserTable /> : <UserPage id={id} me={me} />;
}
