import { render } from 'preact';
import { AgentClient, SignInClient, type SignInSession } from '../client/index.ts';
import { Desk } from './desk.tsx';
import { failureSentence } from './sentences.ts';

const api = location.origin;
/** A long conversation is held in part: what is scrolled to is loaded. */
const client = new AgentClient({ api, most: 200 });
const signIn = new SignInClient({ api });

/** With the way back to the conversation that was open. */
const toSignIn = () =>
  location.assign(`/sign-in/?${new URLSearchParams({ next: location.pathname + location.hash })}`);
client.on('signedOut', toSignIn);
addEventListener('online', () => client.wake());
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') client.wake();
});
for (const sign of ['keydown', 'pointerdown'] as const) addEventListener(sign, () => client.active());

async function signOut() {
  await signIn.signOut();
  client.stop();
  location.assign('/sign-in/');
}

const root = document.getElementById('app');
const draw = (me?: SignInSession) => {
  if (root) render(<Desk client={client} me={me} signOut={() => void signOut()} />, root);
};

client.start();
draw();
const session = await signIn.session();
if (session.ok && session.value.state === 'signed_in') draw(session.value);
else if (session.ok || session.failure.code !== 'unreachable') toSignIn();
else if (root) root.append(failureSentence(session.failure));
