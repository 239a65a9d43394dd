import { TextField } from '../../../ui/field.tsx';
import { to } from '../../route.ts';
import { useResource } from '../../use-resource.ts';
import type { Settings } from './client.tsx';

type Names = NonNullable<Settings['acrValues']>;

interface LevelNamesProps {
  readonly value: Names;
  readonly change: (value: Names | undefined) => void;
  readonly wrong?: string | undefined;
}

/** Where the provider calls a level otherwise than the brand does. */
export function LevelNames({ value, change, wrong }: LevelNamesProps) {
  const { value: settings } = useResource('GET /api/manage/authentication', {});
  if (!settings) return null;
  const scale = settings.acrScale;
  if (scale.length === 0)
    return (
      <p class="hint">
        The brand has no levels. <a href={to('authentication')}>Name them</a> to ask for stronger logins.
      </p>
    );
  function set(acr: string, name: string) {
    const others = value.filter((one) => one.acr !== acr);
    const names = name === '' ? others : [...others, { acr, value: name }];
    change(names.length === 0 ? undefined : names);
  }
  return (
    <>
      <div class="columns">
        {scale.map((acr) => (
          <TextField
            key={acr}
            label={`The provider’s name of “${acr}”`}
            value={value.find((one) => one.acr === acr)?.value ?? ''}
            change={(name) => set(acr, name.trim())}
            placeholder={acr}
            code
          />
        ))}
      </div>
      {wrong && <p class="notice">Levels: {wrong}</p>}
    </>
  );
}
