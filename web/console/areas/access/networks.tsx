import type { BrandSettings } from '../../brand.ts';
import { LinesField } from '../../lines-field.tsx';
import { Section } from '../../section.tsx';
import type { Draft } from '../../settings-form.tsx';
import { useResource } from '../../use-resource.ts';
import { wrongIn } from './apps.tsx';
import { isIn, isNetwork, networkOf } from './cidr.ts';

/** From where people may sign in and work. Whoever sets it must be inside, or nobody could take it back. */
export function Networks({ draft: { value, set, wrong } }: { readonly draft: Draft<BrandSettings> }) {
  const { value: own } = useResource('GET /api/manage/own-address', {});
  const networks = value.networks ?? [];
  const bad = networks.find((one) => !isNetwork(one));
  const outside = own && networks.length > 0 && !networks.some((one) => isIn(own.address, one));
  const change = (next: readonly string[]) => set({ networks: next.length > 0 ? [...next] : undefined });
  return (
    <Section
      title="Networks"
      lead="Where agents and admins may sign in and work from. Bots are not held to it. It holds at once for sign-ins and for this console, and within five minutes at desks."
    >
      <LinesField
        label="Allowed networks"
        hint="One a line, such as 203.0.113.0/24 or 2001:db8:7::/48; 50 at most. Empty: from anywhere."
        placeholder="203.0.113.0/24"
        value={networks}
        change={change}
        wrong={bad === undefined ? wrongIn(wrong, 'networks') : `“${bad}” is not a network.`}
        code
      />
      {outside && (
        <div class="notice careful row apart" role="status">
          <span>
            You are at <span class="code">{own.address}</span>, which is in none of these: this cannot be
            saved, for it would shut you out.
          </span>
          <button
            type="button"
            class="button small"
            onClick={() => change([...networks, networkOf(own.address)])}
          >
            Add my address
          </button>
        </div>
      )}
      {own && networks.length === 0 && (
        <p class="hint">
          You are at <span class="code">{own.address}</span> now.
        </p>
      )}
    </Section>
  );
}
