import { generate } from 'otplib';
import { AgentClient, type AgentConversation, SignInClient } from '../../web/client/index.ts';
import { nodeNetwork } from '../../web/client/node.ts';

const password = 'seven rough ropes at noon';

/** The admin of the sample brand as an agent without a page, by the library: for tests of what the other side sees. */
export interface Agent {
  readonly client: AgentClient;
  /** The next conversation that begins, accepted. */
  next(): Promise<AgentConversation>;
  /** The newest that waits, or the next one, accepted. */
  accepts(): Promise<AgentConversation>;
  end(): void;
}

export async function agentByApi(app: string, invitation: string): Promise<Agent> {
  const link = new URLSearchParams(new URL(invitation).hash.slice(1));
  const brand = link.get('brand') ?? '';
  const network = nodeNetwork(app);
  const signIn = new SignInClient({ api: app, ...network });
  const accepted = await signIn.acceptInvitation({
    brand,
    invitation: link.get('invitation') ?? '',
    password,
  });
  if (!accepted.ok) throw new Error(accepted.failure.title);
  await signIn.enterPassword({ brand, loginName: accepted.value.loginName, password });
  const enrolment = await signIn.beginTotp();
  if (!enrolment.ok) throw new Error(enrolment.failure.title);
  await signIn.confirmTotp(await generate({ secret: enrolment.value.secret }));

  const client = new AgentClient({ api: app, ...network });
  const waiting: string[] = [];
  client.on('inbox', ({ line, why }) => {
    if (why === 'started') waiting.push(line.id);
  });
  client.start();
  const began = () =>
    new Promise<string>((heard) => {
      const stop = client.on('inbox', ({ line, why }) => {
        if (why !== 'started') return;
        stop();
        heard(line.id);
      });
    });
  async function accept(id: string): Promise<AgentConversation> {
    waiting.splice(waiting.indexOf(id), 1);
    const conversation = client.open(id);
    const done = await conversation.accept();
    if (!done.ok) throw new Error(done.failure.title);
    return conversation;
  }
  return {
    client,
    next: async () => accept(await began()),
    accepts: async () => accept(waiting.at(-1) ?? (await began())),
    end: () => client.stop(),
  };
}
