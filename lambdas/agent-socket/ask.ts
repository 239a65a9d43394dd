import { ask as askChange, challengeId } from '../core/challenge/ask.ts';
import { wanted } from '../core/challenge/wanted.ts';
import { asHead } from '../core/conversation/head.ts';
import { maySee } from '../core/conversation/sight.ts';
import { agentName } from '../core/desk/card.ts';
import { done, refuse } from '../core/result.ts';
import { methodsOf } from '../core/settings/authentication.ts';
import type { FrameHandler } from '../edge/frames.ts';
import { record } from '../flows/record.ts';
import { readAuthentication, readEngagement } from '../store/settings.ts';
import type { Dependencies, SessionOf } from './dependencies.ts';

/** An agent asks the consumer to log in, by the brand's settings as they are now. */
export const ask =
  ({ db, conversations, push, now }: Dependencies, sessionOf: SessionOf): FrameHandler<'agent.ask'> =>
  async ({ caller, frame }) => {
    const { brand } = caller;
    const [session, head, settings] = await Promise.all([
      sessionOf(caller, frame.action),
      conversations.head(brand, frame.conversation),
      readAuthentication(db, brand),
    ]);
    if (!session.ok) return session;
    if (!head || !maySee(session.value, head)) return refuse('not_found');
    const engagement = await readEngagement(db, brand, head.engagement);
    if (!engagement) return refuse('channel_not_supported');
    const login = wanted(head, frame, methodsOf(engagement, settings), settings, now());
    if (!login.ok) return login;
    const id = challengeId(caller.session, frame.conversation, frame.id);
    const change = askChange(head, {
      id,
      agent: agentName(session.value),
      settings,
      wanted: login.value,
      ...(frame.reason === undefined ? {} : { reason: frame.reason }),
      now: now(),
    });
    const outcome = await record({ conversations, push, now }, brand, frame.conversation, change);
    if (!outcome.ok) return outcome;
    const expiresAt = asHead(outcome.item).challenge?.expiresAt;
    return done({ challenge: id, ...(expiresAt === undefined ? {} : { expiresAt }) });
  };
