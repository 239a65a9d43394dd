import type { BrandSettings } from '../../brand.ts';
import { LinesField } from '../../lines-field.tsx';
import { Section } from '../../section.tsx';
import type { Draft } from '../../settings-form.tsx';

const most = 5;

/** Which authenticator apps to name to those who enrol. */
export const Apps = ({ draft: { value, set, wrong } }: { readonly draft: Draft<BrandSettings> }) => (
  <Section
    title="Authenticator apps"
    lead="Named to those who enrol, so that everybody at your company uses what you support. Any app that knows six-digit codes works all the same."
  >
    <LinesField
      label="Apps to name"
      hint={`One a line, ${most} at most. Empty: any app.`}
      value={value.authenticatorApps}
      change={(authenticatorApps) => set({ authenticatorApps })}
      wrong={
        value.authenticatorApps.length > most
          ? `That is ${value.authenticatorApps.length}; ${most} are the most.`
          : wrongIn(wrong, 'authenticatorApps')
      }
    />
  </Section>
);

/** What is wrong with a list or anything in it. */
export function wrongIn(wrong: Readonly<Record<string, string>>, list: string): string | undefined {
  const [found] = Object.entries(wrong).filter(([path]) => path === list || path.startsWith(`${list}.`));
  if (!found) return undefined;
  const [path, message] = found;
  const line = Number(path.slice(list.length + 1));
  return path === list || Number.isNaN(line) ? message : `Line ${line + 1}: ${message}`;
}
