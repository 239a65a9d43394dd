import type { AreaProps } from '../../areas.ts';
import { Head } from '../../states.tsx';
import { Tabs } from '../../tabs.tsx';
import { Paste } from './paste.tsx';
import { Trial } from './trial.tsx';

const parts = [
  ['', 'Paste a token'],
  ['trial', 'Record a trial'],
] as const;

/** Says in plain words why a brand's token is refused. */
export default function Inspector({ rest }: AreaProps) {
  const [part] = rest;
  const trial = part === 'trial';
  return (
    <>
      <Head title="Token inspector">
        Why is a token refused? Every check at once: what was expected, what came, and what your backend has
        to change.
      </Head>
      <Tabs
        label="Parts of the inspector"
        area="inspector"
        at={[]}
        parts={parts}
        current={trial ? 'trial' : ''}
      />
      {trial ? <Trial /> : <Paste />}
    </>
  );
}
