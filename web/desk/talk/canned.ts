import type { CannedAnswer } from '../../client/index.ts';

/** What a draft that begins with a slash looks for; undefined when it does not. */
export function wantedAnswer(draft: string): string | undefined {
  return /^\/[^\n]*$/.test(draft) ? draft.slice(1).trim().toLowerCase() : undefined;
}

const shown = 8;

/** Those whose name or text holds every word, names first. */
export function findAnswers(answers: readonly CannedAnswer[], wanted: string): readonly CannedAnswer[] {
  const words = wanted.split(/\s+/).filter(Boolean);
  const has = (text: string): boolean => words.every((word) => text.toLowerCase().includes(word));
  const named = answers.filter(({ name }) => has(name));
  const other = answers.filter((one) => !named.includes(one) && has(`${one.name} ${one.text}`));
  return [...named, ...other].slice(0, shown);
}
