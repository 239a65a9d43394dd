import { Lock, OpenLock } from '../ui/icons.tsx';

interface AvatarProps {
  readonly name: string | undefined;
  readonly verified: boolean;
}

/** The person in a circle, with a lock or an open one beside. The words for it stand next to it. */
export function Avatar({ name, verified }: AvatarProps) {
  return (
    <span class={verified ? 'avatar verified' : 'avatar'} aria-hidden="true">
      {initial(name)}
      <span class="avatar-lock">{verified ? <Lock /> : <OpenLock />}</span>
    </span>
  );
}

const segments = new Intl.Segmenter();

/** The first character as people see it, which may be many code points. */
function initial(name: string | undefined): string {
  if (name === undefined) return '?';
  const [first] = segments.segment(name);
  return first?.segment.toLocaleUpperCase() ?? '?';
}
