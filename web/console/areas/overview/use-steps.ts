import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Failure } from '../../../client/outcome.ts';
import { call } from '../../api.ts';
import { to } from '../../route.ts';

export interface Step {
  readonly title: string;
  readonly why: string;
  readonly done: boolean;
  readonly href: string;
  /** What is done there. */
  readonly action: string;
}

const ask = () =>
  Promise.all([
    call('GET /api/manage/brand', {}),
    call('GET /api/manage/users', {}),
    call('GET /api/manage/engagements', {}),
    call('GET /api/manage/issuers', {}),
    call('GET /api/manage/providers', {}),
    call('GET /api/manage/retention', {}),
  ]);

/** Looks at what is set up; the first page of each list is enough to know. */
async function look(): Promise<readonly Step[] | Failure> {
  const [brand, users, engagements, issuers, providers, retention] = await ask();
  if (!brand.ok) return brand.failure;
  if (!users.ok) return users.failure;
  if (!engagements.ok) return engagements.failure;
  if (!issuers.ok) return issuers.failure;
  if (!providers.ok) return providers.failure;
  if (!retention.ok) return retention.failure;
  const admins = users.value.body.items.filter(({ role, disabled }) => role === 'admin' && !disabled);
  const people = users.value.body.items.filter(({ role }) => role !== 'bot');
  const placed = engagements.value.body.items.filter(
    ({ origins, platform }) => origins.length > 0 || platform === 'app',
  );
  const proofs = issuers.value.body.items.length + providers.value.body.items.length;
  const { retentionDays, logRetentionDays } = retention.value.body;
  return [
    {
      title: 'Ask everybody for a second factor',
      why: 'A password alone is guessed, stolen, or used twice.',
      done: brand.value.body.mfa,
      href: to('access'),
      action: 'Turn MFA on',
    },
    {
      title: 'Make a second admin',
      why: 'Who loses a phone needs somebody else to reset it: nobody does that for themselves.',
      done: admins.length > 1,
      href: to('users'),
      action: 'Invite an admin',
    },
    {
      title: 'Invite your agents',
      why: 'They see conversations at the desk as soon as they are signed in.',
      done: people.length > 1,
      href: to('users'),
      action: 'Invite somebody',
    },
    {
      title: 'Place the chat on a page',
      why: 'An engagement says which pages may carry the chat, and has the snippet to copy.',
      done: placed.length > 0,
      href: to('engagements'),
      action: 'Make an engagement',
    },
    {
      title: 'Let consumers prove who they are',
      why: 'Register the key that your backend signs with, or your OpenID provider.',
      done: proofs > 0,
      href: to('issuers'),
      action: 'Register an issuer',
    },
    {
      title: 'Decide how long things are kept',
      why: 'Conversations and the log are kept for ever until you say otherwise.',
      done: retentionDays !== null || logRetentionDays !== null,
      href: to('retention'),
      action: 'Set the retention',
    },
  ];
}

/** The steps, as far as they are done. */
export function useSteps() {
  const [steps, setSteps] = useState<readonly Step[]>();
  const [failure, setFailure] = useState<Failure>();
  const reload = useCallback(async () => {
    const found = await look();
    if ('code' in found) return setFailure(found);
    setFailure(undefined);
    setSteps(found);
  }, []);
  useEffect(() => void reload(), [reload]);
  return { steps, failure, reload };
}
