import { Radios } from '../../../ui/radios.tsx';
import { NumberField } from '../../number-field.tsx';

/** Minutes; null: as long as the conversation; undefined: as the brand says. */
export type Lifetime = number | null | undefined;

interface RequestLifetimeProps {
  readonly value: Lifetime;
  readonly change: (value: Lifetime) => void;
  /** What holds where nothing is said; left out where something must be. */
  readonly otherwise?: string;
  readonly wrong?: string | undefined;
}

type Kind = 'brand' | 'minutes' | 'open';

/** How long a login request stays open. */
export function RequestLifetime({ value, change, otherwise, wrong }: RequestLifetimeProps) {
  const kind: Kind = value === undefined ? 'brand' : value === null ? 'open' : 'minutes';
  const values: Readonly<Record<Kind, Lifetime>> = { brand: undefined, minutes: value ?? 15, open: null };
  return (
    <div class="stack">
      <Radios<Kind>
        label="A login request stays open"
        value={kind}
        options={[
          ...(otherwise === undefined ? [] : [['brand', 'As the brand’s settings say', otherwise] as const]),
          ['minutes', 'For some minutes', 'Then it expires, and the agent asks again if need be.'],
          ['open', 'As long as the conversation is open'],
        ]}
        change={(chosen) => change(values[chosen])}
      />
      {kind === 'minutes' && (
        <div class="narrow">
          <NumberField
            label="Minutes"
            value={value ?? undefined}
            change={change}
            min={1}
            max={1440}
            wrong={wrong}
            required
          />
        </div>
      )}
      {kind === 'open' && (
        <p class="notice careful">
          Whoever finds the chat open on a shared device finds the request too, until the conversation is
          closed. Each click still makes a link of at most 10 minutes.
        </p>
      )}
    </div>
  );
}
