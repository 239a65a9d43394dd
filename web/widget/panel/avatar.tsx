import { Bubble } from './icons.tsx';

/** The first letters of a name, as its language counts letters. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const first = (word = '') => new Intl.Segmenter().segment(word)[Symbol.iterator]().next().value?.segment;
  return ends.map(first).join('').toLocaleUpperCase();
}

/** Stands for somebody, beside their name. */
export function Avatar({ name }: { name: string | undefined }) {
  return (
    <span class="avatar" aria-hidden="true">
      {name ? initials(name) : <Bubble />}
    </span>
  );
}
