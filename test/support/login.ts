import { type Answer, http } from './http.ts';
import { type Agent, newToken, openVisitorSocket, type Visitor } from './people.ts';
import { expectOk, s256, type TestBrand } from './system.ts';

/** One login request and what the consumer's browser holds to answer it. */
export interface Login {
  readonly challenge: string;
  readonly verifier: string;
  readonly nonce: string;
}

/** The agent asks for a login: the challenge's id. */
export async function askForLogin(agent: Agent, conversation: string): Promise<string> {
  const asked = await agent.socket.call({ action: 'agent.ask', conversation });
  if (asked.type !== 'answer') throw new Error(JSON.stringify(asked));
  return String(asked.result?.challenge);
}

const challengeUrl = ({ base, conversation }: Visitor, challenge: string, step: 'start' | 'redeem') =>
  `${base}/conversations/${conversation}/challenges/${challenge}/${step}`;

/** The consumer's browser begins to answer. */
export async function startLogin(brand: TestBrand, visitor: Visitor, challenge: string): Promise<Login> {
  const verifier = newToken();
  const started = await http(challengeUrl(visitor, challenge, 'start'), {
    origin: brand.page,
    bearer: visitor.token,
    body: { method: 'token', verifierHash: s256(verifier) },
  });
  return { challenge, verifier, nonce: String(expectOk(started, 200).body.nonce) };
}

/** Redeems a token; `next` is the bearer token that the browser wants to go on with. */
export const redeem = (
  brand: TestBrand,
  visitor: Visitor,
  { challenge, verifier }: Login,
  token: string,
  next: string,
): Promise<Answer> =>
  http(challengeUrl(visitor, challenge, 'redeem'), {
    origin: brand.page,
    bearer: visitor.token,
    body: { method: 'token', verifier, token, nextTokenHash: s256(next) },
  });

/** Opens a socket under the visitor's present token and joins with it. */
export async function reconnect(brand: TestBrand, visitor: Visitor): Promise<void> {
  visitor.socket.close();
  visitor.socket = await openVisitorSocket(brand, visitor.base, visitor.token);
  const { conversation, clientId } = visitor;
  await visitor.socket.call({ action: 'consumer.join', conversation, clientId });
}
