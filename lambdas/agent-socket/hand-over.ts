import type { Item } from '../core/change.ts';
import { accept } from '../core/conversation/changes.ts';
import { asHead, type Head } from '../core/conversation/head.ts';
import { maySee, seenBy } from '../core/conversation/sight.ts';
import {
  agentSockets,
  giveToAgent,
  giveToSkill,
  type Handover,
  release,
} from '../core/conversation/transfer.ts';
import { agentName, asCard } from '../core/desk/card.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { fingerprint } from '../core/secrets.ts';
import type { FrameHandler, FrameRequest } from '../edge/frames.ts';
import { record } from '../flows/record.ts';
import { inboxOf } from '../flows/start.ts';
import type { Outcome } from '../store/db.ts';
import { readBrand, readSkill } from '../store/settings.ts';
import type { Dependencies, SessionOf } from './dependencies.ts';
import { giveSlotBack, mostOf, takeSlot } from './slots.ts';

const answered = (outcome: Outcome): Result<Record<never, never>> => (outcome.ok ? done({}) : outcome);

/** An agent takes a waiting conversation: first one of the agent's slots, then the conversation. */
export const acceptFrame =
  (deps: Dependencies, sessionOf: SessionOf): FrameHandler<'agent.accept'> =>
  async ({ caller, frame }) => {
    const { conversation } = frame;
    const [session, brand, head] = await Promise.all([
      sessionOf(caller, frame.action),
      readBrand(deps.db, caller.brand),
      deps.conversations.head(caller.brand, conversation),
    ]);
    if (!session.ok) return session;
    const who = session.value;
    // Whoever comes too late costs no write, and takes no slot for a moment.
    if (!head || !maySee(who, head)) return refuse('not_found');
    if (head.state === 'closed') return refuse('closed');
    if (head.agent && head.agent.id !== who.agent) return refuse('already_accepted');
    const slot = await takeSlot(deps, {
      brand: who.brand,
      agent: who.agent,
      conversation,
      most: mostOf(who, brand),
      profile: who,
    });
    if (!slot.ok) return slot;
    const change = accept(conversation, agentName(who), deps.now());
    const outcome = await record(deps, who.brand, conversation, { ...change, authority: seenBy(who) });
    if (!outcome.ok) await giveSlotBack(deps, who.brand, who.agent, conversation);
    return answered(outcome);
  };

/** The conversation and who asks, when they may see it. */
async function handoverOf(
  { conversations, now }: Dependencies,
  sessionOf: SessionOf,
  { caller, frame }: FrameRequest<'agent.transfer' | 'agent.release'>,
): Promise<Result<{ handover: Handover; head: Item & Head }>> {
  const [session, head] = await Promise.all([
    sessionOf(caller, frame.action),
    conversations.head(caller.brand, frame.conversation),
  ]);
  if (!session.ok) return session;
  const mark = fingerprint(frame.action, caller.session, frame.conversation, frame.id);
  // A repeat of what made the conversation invisible is answered as the first time.
  if (!head || !(maySee(session.value, head) || head.moved === mark)) return refuse('not_found');
  const admin = session.value.role === 'admin';
  const note = 'note' in frame && frame.note !== undefined ? { note: frame.note } : {};
  return done({ handover: { head, by: agentName(session.value), admin, mark, now: now(), ...note }, head });
}

/** Hands a conversation on, to an agent who is there and has a slot left, or to all with a skill. */
export const transferFrame =
  (deps: Dependencies, sessionOf: SessionOf): FrameHandler<'agent.transfer'> =>
  async (request) => {
    const found = await handoverOf(deps, sessionOf, request);
    if (!found.ok) return found;
    const { handover, head } = found.value;
    // A repeat: the stream has told everybody, should the first try not have.
    if (head.moved === handover.mark) return done({});
    const { to } = request.frame;
    return 'agent' in to ? toAgent(deps, handover, to.agent) : toSkill(deps, handover, head, to.skill);
  };

const unknown = (path: string, message: string) => refuse('invalid_request', { errors: [{ path, message }] });

async function toAgent(deps: Dependencies, handover: Handover, agent: string) {
  const { head } = handover;
  const { brand, id } = head;
  if (head.agent?.id === agent) return unknown('to.agent', 'has the conversation already');
  const [item, settings] = await Promise.all([deps.colleagues.read(brand, agent), readBrand(deps.db, brand)]);
  if (!item || asCard(item).disabled) return unknown('to.agent', 'is no agent of this brand');
  const card = asCard(item);
  const most = mostOf(card, settings);
  const slot = await takeSlot(deps, { brand, agent, conversation: id, most, profile: card });
  if (!slot.ok) return slot;
  const given = await record(deps, brand, id, giveToAgent(handover, agentName({ ...card, agent })));
  const before = given.ok ? head.agent?.id : agent;
  if (before !== undefined) await giveSlotBack(deps, brand, before, id);
  return answered(given);
}

async function toSkill(deps: Dependencies, handover: Handover, head: Item & Head, skill: string) {
  const { brand, id } = head;
  const { conversations, push } = deps;
  if (!(await readSkill(deps.db, brand, skill))) return unknown('to.skill', 'is no skill of this brand');
  const change = giveToSkill(handover, skill, inboxOf(brand, id, skill));
  const outcome = await conversations.change(brand, id, change);
  if (!outcome.ok) return outcome;
  const owed = await conversations.putOwed(outcome.item);
  // The agents whose sockets have left are told why, and nothing after that.
  if (owed) await push.entry({ ...socketsIn(head), ...outcome.item }, owed.entry);
  if (head.agent) await giveSlotBack(deps, brand, head.agent.id, id);
  // Those that had joined between reading and writing.
  await conversations.drop(brand, id, agentSockets(asHead(outcome.item)));
  return done({});
}

/** The agents' sockets that stand in a head, as they stand there. */
const socketsIn = (head: Item & Head): Item =>
  Object.fromEntries(
    agentSockets(head).flatMap((name) => (head[name] === undefined ? [] : [[name, head[name]]])),
  );

/** Gives a conversation back to those who wait. */
export const releaseFrame =
  (deps: Dependencies, sessionOf: SessionOf): FrameHandler<'agent.release'> =>
  async (request) => {
    const found = await handoverOf(deps, sessionOf, request);
    if (!found.ok) return found;
    const { handover, head } = found.value;
    const outcome = await record(deps, head.brand, head.id, release(handover));
    if (outcome.ok && head.agent) await giveSlotBack(deps, head.brand, head.agent.id, head.id);
    return answered(outcome);
  };
