import { Lock, OpenLock } from '../../../ui/icons.tsx';
import { to, toShown } from '../../route.ts';
import { Failed, Head, Loading } from '../../states.tsx';
import { useResource } from '../../use-resource.ts';
import { UserName } from '../../user-name.tsx';
import { inWords, When } from '../../when.tsx';
import { Erase } from './erase.tsx';
import { Export } from './export.tsx';
import { Transcript } from './transcript.tsx';
import { useStepUp } from './use-step-up.ts';
import { states } from './words.ts';

/** One conversation: what is known of it, all that was said, and what can be done with it. */
export function ConversationPage({ id }: { readonly id: string }) {
  const params = { conversation: id };
  const { value, failure, reload } = useResource('GET /api/agent/conversations/{conversation}', { params });
  const stepUp = useStepUp(value);
  if (!value) return failure ? <Failed failure={failure} again={reload} /> : <Loading />;
  const { assurance, agent } = value;
  const name = value.name ?? stepUp?.person.name;
  const verified = assurance.level === 'authenticated';
  return (
    <>
      <Head
        title={name ?? 'Anonymous visitor'}
        back={[to('conversations'), 'Conversations']}
        action={<span class={value.state === 'open' ? 'badge accent' : 'badge'}>{states[value.state]}</span>}
      >
        Begun {inWords(value.createdAt)} at <bdi>{value.engagement}</bdi>
        {value.channel === 'live_chat' && ', a live chat'}.{' '}
        <a href={toShown('log', { conversation: id })}>What the log holds of it</a>
      </Head>
      <section class="card" aria-label="About it">
        <dl class="facts-list">
          <dt>Consumer</dt>
          <dd class="who">
            {verified ? <Lock /> : <OpenLock />}
            {verified
              ? `Verified until ${inWords(assurance.until)}`
              : stepUp
                ? 'Was verified, and is anonymous again'
                : 'Anonymous all along'}
          </dd>
          {value.subject !== undefined && (
            <>
              <dt>Known to you as</dt>
              <dd>
                <bdi class="code">{value.subject}</bdi>
              </dd>
            </>
          )}
          {stepUp && (
            <>
              <dt>Last verified</dt>
              <dd>
                <When at={stepUp.at} /> by <bdi class="code">{stepUp.issuer}</bdi>.{' '}
                <a href={toShown('conversations', { identity: stepUp.identity })}>
                  All of this person's conversations
                </a>
              </dd>
            </>
          )}
          <dt>Agent</dt>
          <dd>{agent?.id ? <UserName user={agent.id} /> : 'Nobody yet'}</dd>
          <dt>Id</dt>
          <dd class="code">{id}</dd>
        </dl>
      </section>
      <Transcript id={id} />
      <Export id={id} />
      <Erase id={id} person={stepUp && { identity: stepUp.identity, name: stepUp.person.name }} />
    </>
  );
}
