import type { agentRoutes } from '../../contract/http/agent.ts';
import type { CannedAnswer } from '../../contract/http/management/answers.ts';
import { asCard } from '../core/desk/card.ts';
import { done, type Result, refuse } from '../core/result.ts';
import type { AgentSession } from '../core/sign-in/session.ts';
import { type AgentRequest, readAgent } from '../edge/bot-key.ts';
import type { HttpHandlers } from '../edge/http.ts';
import { pageOf, startOf } from '../edge/pages.ts';
import { listSettings, readAuthentication, readBrand, type SkillRecord } from '../store/settings.ts';
import { keys } from '../store/table.ts';
import type { Dependencies } from './routes.ts';

type DeskRoutes = Pick<typeof agentRoutes, 'readDesk' | 'listColleagues' | 'listAnswers'>;

/** What a desk shows beside conversations. */
export function deskHandlers({ db, colleagues, now }: Dependencies): HttpHandlers<DeskRoutes> {
  return {
    async readDesk(request) {
      const session = await readAgent(db, request, now());
      if (!session.ok) return session;
      const { brand, agent, skills, openLimit, role } = session.value;
      const [settings, { acrScale }, card, known] = await Promise.all([
        readBrand(db, brand),
        readAuthentication(db, brand),
        colleagues.read(brand, agent),
        listSettings<SkillRecord>(db, keys.skill(brand, '')),
      ]);
      if (!settings) return refuse('not_found');
      const most = openLimit ?? (role === 'bot' ? undefined : settings.openLimit);
      const brandSkills = known.records.map(({ id, name }) => ({ id, name }));
      return done({
        body: {
          skills: brandSkills.filter(({ id }) => skills.includes(id)),
          away: card !== undefined && asCard(card).away,
          ...(most === undefined ? {} : { openLimit: most }),
          stepUpNotification: settings.stepUpNotification !== false,
          brandName: settings.name,
          brandSkills,
          acrScale,
        },
      });
    },

    async listColleagues(request) {
      const { session, after } = await askedFor(request);
      if (!session.ok) return session;
      if (!after.ok) return after;
      const { cards, cursor } = await colleagues.list(session.value.brand, after.value);
      const there = cards.filter(({ disabled }) => !disabled);
      const items = there.map(({ id, name, role, skills, away }) => ({
        id,
        name,
        role,
        skills: [...skills],
        away,
      }));
      return done({ body: pageOf(items, cursor) });
    },

    async listAnswers(request) {
      const { session, after } = await askedFor(request);
      if (!session.ok) return session;
      if (!after.ok) return after;
      const { brand, skills } = session.value;
      const first = keys.cannedAnswer(brand, '');
      const { records, cursor } = await listSettings<CannedAnswer>(db, first, after.value);
      const own = records.filter(
        ({ skills: for_ = [] }) => for_.length === 0 || for_.some((one) => skills.includes(one)),
      );
      return done({ body: pageOf(own.map(answerView), cursor) });
    },
  };

  async function askedFor(
    request: AgentRequest & { readonly query: { readonly cursor?: string | undefined } },
  ): Promise<{
    session: Result<AgentSession>;
    after: Result<string | undefined>;
  }> {
    return { session: await readAgent(db, request, now()), after: startOf(request.query) };
  }
}

const answerView = ({ id, name, text, skills = [] }: CannedAnswer): CannedAnswer => ({
  id,
  name,
  text,
  skills,
});
