import { AgentClient, type Item, isAuthenticated, memoryStore } from '../web/client/index.ts';
import { type Customer, customerOf } from './customer.ts';
import { must, type Play, until, verify } from './play.ts';
import type { Noor } from './sign-in.ts';
import type { Stage } from './stage.ts';
import { type Said, transcript } from './transcript.ts';

const reason = 'To tell you about your order, I need to know that it is you.';

type AgentSide = ReturnType<AgentClient['open']>;
const texts = (items: readonly Item[]) =>
  items.flatMap((item) => (item.kind === 'message' ? [item.text] : []));
const events = (items: readonly Item[]) =>
  items.flatMap((item) => (item.kind === 'entry' ? [item.what.event] : []));

/** The whole story of one conversation, each step verified on both sides. */
export async function playConversation(play: Play, stage: Stage, noor: Noor): Promise<void> {
  const desk = new AgentClient({ api: stage.app, storage: memoryStore(), ...noor });
  const ada = customerOf(stage);
  try {
    transcript.chapter('A visitor chats, without logging in');
    const agent = await begin(play, desk, ada);
    transcript.chapter('The agent asks for a login');
    const before = await stepUp(play, agent, ada);
    transcript.chapter('The same conversation goes on');
    await goOn(play, stage, agent, ada, before);
  } finally {
    ada.client.stop();
    desk.stop();
  }
}

async function begin(play: Play, desk: AgentClient, { client }: Customer): Promise<AgentSide> {
  await play.step('the agent’s desk opens its socket and hears of the inbox', async () => {
    desk.start();
    await until('the desk is connected', () => desk.status === 'open');
    verify(desk.inbox.lines('waiting').length === 0, 'the inbox is not empty');
  });
  const id = await play.step('the visitor writes: session, socket, conversation, message', async () => {
    must(client.send('Hello! Where is my order?'));
    const line = await until('the desk hears of the conversation', () => desk.inbox.lines('waiting')[0]);
    await until('the message is stored', () => texts(client.view.items).length === 1);
    verify(!line.steppedUp && line.name === undefined, 'the visitor has a name');
    return line.id;
  });
  const agent = desk.open(id);
  await play.step('the agent accepts the conversation and reads it', async () => {
    await until('the conversation is joined', () => agent.conversation);
    must(await agent.accept());
    await until('the visitor sees it', () => events(client.view.items).includes('accepted'));
    await until('the agent has the message', () => texts(agent.items).length === 1);
  });
  await play.step('the agent answers', async () => {
    must(agent.send('Happy to look. Whose order is it?'));
    await until('the visitor has it', () => texts(client.view.items).length === 2);
  });
  await play.step('the visitor answers', async () => {
    must(client.send('Mine, of course.'));
    await until('the agent has it', () => texts(agent.items).length === 3);
  });
  return agent;
}

/** Answers the bearer token that was good before. */
async function stepUp(play: Play, agent: AgentSide, { client, nonces, bearer }: Customer): Promise<string> {
  const { id } = agent;
  await play.step('the agent asks; the visitor sees the request', async () => {
    must(await agent.ask(reason));
    const challenge = await until('the request is shown', () => client.view.conversation?.challenge);
    verify(challenge.reason === reason && challenge.state === 'requested', 'another request is shown');
  });
  const before = bearer();
  await play.step('the visitor logs in at the shop, whose token is redeemed', async () => {
    const done = must(await client.answerChallenge());
    verify(nonces.length === 1, 'the page was asked for more than one token');
    verify(done.conversation === id && done.name === 'Ada Verhoeven', 'somebody else was stepped up');
    await until('the visitor’s new socket is open', () => client.view.status === 'online');
    await until('the visitor sees it', () => events(client.view.items).includes('stepped_up'));
  });
  await play.step('the agent sees who it is; the visitor’s page knows it too', async () => {
    await until('the agent knows the name', () => agent.conversation?.name);
    const head = agent.conversation;
    verify(head?.id === id && isAuthenticated(head.assurance, Date.now()), 'it is not authenticated');
    verify(head.name === 'Ada Verhoeven', `the agent sees ${head.name}`);
    verify(signedFor(agent.items)?.customer === '1001', 'the agent misses what the shop signed');
    verify(signedFor(client.view.items) === undefined, 'the visitor sees what is for agents');
  });
  return before;
}

function signedFor(items: readonly Item[]) {
  const what = items.flatMap((item) => (item.kind === 'entry' ? [item.what] : []));
  const steppedUp = what.find((one) => one.event === 'stepped_up');
  return steppedUp?.person.attributes;
}

async function goOn(play: Play, stage: Stage, agent: AgentSide, ada: Customer, before: string) {
  const { client } = ada;
  await play.step('the token of before opens nothing any more', async () => {
    const read = (authorization: string) =>
      fetch(`${stage.app}/api/consumer/harbour/web/conversations/${agent.id}/messages`, {
        headers: { authorization, origin: stage.shop.origin },
      });
    verify(before !== ada.bearer(), 'the token did not change');
    verify((await read(before)).status === 401, 'the token of before still reads');
    verify((await read(ada.bearer())).status === 200, 'the new token does not read');
  });
  await play.step('the visitor writes, verified', async () => {
    must(client.send('Here I am. It is order HS-20418.'));
    await until('the agent has it', () => texts(agent.items).length === 4);
  });
  await play.step('the agent answers', async () => {
    must(agent.send('Thank you, Ada. It leaves the quay today.'));
    await until('the visitor has it', () => texts(client.view.items).length === 5);
  });
  await play.step('both sides have every message, in order, with its mark', async () => {
    const [hers, theirs] = [said(client.view.items), said(agent.items)];
    verify(JSON.stringify(hers) === JSON.stringify(theirs), 'the two sides differ');
    verify(hers.length === 5, `there are ${hers.length} messages`);
    verify(hers.map((one) => one.verified).join() === 'false,false,false,true,true', 'a mark is wrong');
  });
  await play.step('the agent closes the conversation for both', async () => {
    must(await agent.close());
    await until('the visitor sees it', () => client.view.conversation?.state === 'closed');
  });
  transcript.chapter('What both sides have');
  for (const one of said(agent.items)) transcript.said(one);
}

const said = (items: readonly Item[]): Said[] =>
  items.flatMap((item) =>
    item.kind === 'message'
      ? [
          {
            seq: item.seq,
            who: item.from.role === 'agent' ? 'Agent' : 'Visitor',
            verified: item.assurance.level === 'authenticated',
            text: item.text,
          },
        ]
      : [],
  );
