import { launcherWords } from './launcher-words.ts';

export interface Language {
  /** Which words: a language that we have, or `en`. */
  readonly code: string;
  /** How dates and numbers are written (BCP 47). */
  readonly locale: string;
}

/** Undefined for what is no language tag: pages say all sorts of things in `lang`. */
function tagOf(given: string | null | undefined): Intl.Locale | undefined {
  try {
    return given ? new Intl.Locale(given) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The language of the element itself, else of the page around it, else of the browser, else English. A language that we
 * have no words for is taken if the page brings them.
 */
export function languageOf(element: Element, bringsTexts: boolean): Language {
  const asked = [
    element.getAttribute('lang'),
    element.parentElement?.closest('[lang]')?.getAttribute('lang'),
    navigator.language,
  ];
  const tag = asked.map(tagOf).find((one) => one !== undefined);
  const code = tag && tag.language in launcherWords ? tag.language : 'en';
  return { code, locale: tag && (tag.language === code || bringsTexts) ? tag.baseName : code };
}
