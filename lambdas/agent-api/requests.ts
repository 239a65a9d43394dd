import type { requestRoutes } from '../../contract/http/requests.ts';
import { isLoggedIn } from '../core/assurance/resume.ts';
import { challengeId } from '../core/challenge/ask.ts';
import { satisfies, wanted } from '../core/challenge/wanted.ts';
import { maySee } from '../core/conversation/sight.ts';
import { agentName } from '../core/desk/card.ts';
import { isReleased, releaseAtOnce, waitForLogin } from '../core/request/changes.ts';
import { checkInput } from '../core/request/kind.ts';
import { done, refuse } from '../core/result.ts';
import { methodsOf } from '../core/settings/authentication.ts';
import { brandOfAgent, readAgent, readAgentOfPage } from '../edge/bot-key.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { record } from '../flows/record.ts';
import { Requests, requestId, requestView } from '../store/requests.ts';
import { readAuthentication, readEngagement, readRequestKind } from '../store/settings.ts';
import { listKinds } from './kinds.ts';
import type { Dependencies } from './routes.ts';

/** Protected requests: made by agents and bots on the consumer's behalf, decided by what is known of the consumer. */
export function requestHandlers(deps: Dependencies): HttpHandlers<typeof requestRoutes> {
  const { db, conversations, publicOrigin, now } = deps;
  const requests = new Requests(db);

  return {
    listKinds: listKinds(deps),

    async makeRequest(request) {
      const { conversation } = request.params;
      const { id: given, name, input } = request.body;
      const session = await readAgentOfPage(db, request, publicOrigin, now(), 'request');
      if (!session.ok) return session;
      const { brand, agent } = session.value;
      const [head, kind, settings] = await Promise.all([
        conversations.head(brand, conversation),
        readRequestKind(db, brand, name),
        readAuthentication(db, brand),
      ]);
      if (!head || !kind || !maySee(session.value, head)) return refuse('not_found');
      const checked = checkInput(kind, input);
      if (!checked.ok) return checked;
      const engagement = await readEngagement(db, brand, head.engagement);
      if (!engagement) return refuse('channel_not_supported');
      const at = now();
      const login = wanted(head, kind, methodsOf(engagement, settings), settings, at);
      if (!login.ok) return login;
      const { methods: _, ...needed } = login.value;
      const id = requestId(conversation, agent, given);
      const begun = await requests.begin(brand, conversation, {
        id,
        name,
        title: kind.title,
        input: checked.value,
        state: 'waiting',
        at,
        ...needed,
      });
      if (!begun.ok) return begun;
      if (begun.value.state !== 'waiting') return done({ body: requestView(begun.value) });
      const named = { id, title: kind.title };
      const assurance = isLoggedIn(head, at) ? head.assurance : undefined;
      const enough = assurance?.level === 'authenticated' && satisfies(assurance, login.value, at);
      const change = enough
        ? releaseAtOnce(head, named, agent, at)
        : waitForLogin(head, named, {
            id: challengeId(id),
            agent: agentName(session.value),
            settings,
            wanted: login.value,
            request: id,
            now: at,
          });
      const outcome = await record(deps, brand, conversation, change);
      if (!outcome.ok) return outcome;
      if (isReleased(outcome.item, id)) await requests.settle(brand, conversation, id, 'released');
      const stored = await requests.find(brand, conversation, id);
      return stored ? done({ body: requestView(stored) }) : refuse('not_found');
    },

    async readRequest(request) {
      const { conversation, request: id } = request.params;
      const brand = brandOfAgent(request);
      const [session, head, found] = await Promise.all([
        readAgent(db, request, now()),
        brand ? conversations.head(brand, conversation) : undefined,
        brand ? requests.find(brand, conversation, id) : undefined,
      ]);
      if (!session.ok) return session;
      if (!head || !found || !maySee(session.value, head)) return refuse('not_found');
      return done({ body: requestView(found) });
    },
  };
}
