import { ulid } from 'ulid';
import type { consumerRoutes } from '../../contract/http/consumer.ts';
import { isOwnSession } from '../core/conversation/guards.ts';
import { isIdle } from '../core/conversation/head.ts';
import { done, type Result, refuse } from '../core/result.ts';
import { newSecret, s256 } from '../core/secrets.ts';
import { conversationSettings, idleOf, methodsOf } from '../core/settings/authentication.ts';
import { availabilityOf } from '../core/settings/availability.ts';
import { networkOf, siteOf } from '../edge/address.ts';
import { type Bearer, requireSession } from '../edge/consumer-session.ts';
import type { HttpHandler } from '../edge/http.ts';
import { type ConsumerSession, sessionLife } from '../store/consumer-sessions.ts';
import { type Limit, withinLimit } from '../store/limits.ts';
import { readAuthentication, readEngagement } from '../store/settings.ts';
import type { Dependencies } from './dependencies.ts';

const minute = 60_000;

/**
 * Opening sessions: a network may open 60 in ten minutes, a site of many networks 1,000, an engagement 3,000; a session may
 * open 60 sockets.
 */
const window = 10 * minute;
const byNetwork = (who: string): Limit => ({ kind: 'session-network', who, most: 60, window });
const bySite = (who: string): Limit => ({ kind: 'session-site', who, most: 1000, window });
const byEngagement = (who: string): Limit => ({ kind: 'session-engagement', who, most: 3000, window });
const bySession = (who: string): Limit => ({ kind: 'ticket', who, most: 60, window });

/** The limits of where a request comes from: with IPv4 one address is both. */
function ofPlace(address: string): Limit[] {
  const [network, site] = [networkOf(address), siteOf(address)];
  return [byNetwork(network), ...(site === network ? [] : [bySite(site)])];
}

export const openSession =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.openSession> =>
  async ({ params: { brand, engagement }, body: { hold = false }, origin, address }) => {
    const { db, sessions, now } = deps;
    const [settings, authentication] = await Promise.all([
      readEngagement(db, brand, engagement),
      readAuthentication(db, brand),
    ]);
    if (!settings) return refuse('not_found');
    if (!originFits(settings, origin)) return refuse('origin_refused');
    // The place first: a flood from one must not use up what the engagement allows.
    for (const limit of [...ofPlace(address), byEngagement(engagement)]) {
      const within = await withinLimit(db, brand, limit, now());
      if (!within.ok) return within;
    }
    const methods = methodsOf(settings, authentication);
    const held = settings.authentication === 'on' || (hold && methods.length > 0);
    const token = newSecret();
    const session: ConsumerSession = {
      brand,
      engagement,
      conversation: ulid(now()),
      epoch: 0,
      channel: settings.channel,
      settings: conversationSettings(settings, authentication),
      ...(held ? { held } : {}),
      ...(origin === undefined ? {} : { origin }),
      startBy: now() + idleOf(settings),
      until: now() + sessionLife,
    };
    await sessions.put(s256(token), session);
    const { conversation, channel } = session;
    return done({
      body: {
        token,
        conversation,
        channel,
        idleSeconds: idleOf(settings) / 1000,
        held,
        methods: [...methods],
        ...availabilityOf(settings, now()),
      },
    });
  };

/** A page must be one of the engagement's; an app has no origin, and one that is sent all the same must be registered. */
const originFits = (
  { platform, origins }: { platform: 'web' | 'app'; origins: readonly string[] },
  origin: string | undefined,
): boolean => (origin === undefined ? platform === 'app' : origins.includes(origin));

export const openTicket =
  (deps: Dependencies): HttpHandler<typeof consumerRoutes.openTicket> =>
  async (request) => {
    const found = await requireSession(deps, request);
    if (!found.ok) return found;
    const { session, hash } = found.value;
    const { brand, engagement, conversation } = session;
    const alive = await whileAlive(deps, found.value);
    if (!alive.ok) return alive;
    const limited = await withinLimit(deps.db, brand, bySession(hash), deps.now());
    if (!limited.ok) return limited;
    const idle = String(session.settings.idle);
    const ticket = { role: 'consumer', brand, session: hash, engagement, conversation, idle } as const;
    const issued = await deps.tickets.issue(ticket, session.origin, deps.now());
    return done({ body: { ...issued, url: deps.socketUrl } });
  };

/** The conversation, if it has begun, is still this session's own, and its consumer was not silent for too long. */
async function whileAlive(
  { conversations, now }: Dependencies,
  { session, hash }: Bearer,
): Promise<Result<undefined>> {
  const head = await conversations.head(session.brand, session.conversation);
  if (!head) return session.startBy > now() ? done(undefined) : refuse('session_ended');
  if (!isOwnSession(head, { hash, epoch: session.epoch })) return refuse('unauthorized');
  return isIdle(head, now()) ? refuse('session_ended') : done(undefined);
}
