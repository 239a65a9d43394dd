import { render } from 'preact';
import { AgentClient, SignInClient } from '../client/index.ts';
import { Desk } from './desk.tsx';

const api = location.origin;
const client = new AgentClient({ api });
const signIn = new SignInClient({ api });

const toSignIn = () => location.assign('/sign-in/');
client.on('signedOut', toSignIn);
addEventListener('online', () => client.wake());
for (const sign of ['keydown', 'pointerdown'] as const) addEventListener(sign, () => client.active());

const root = document.getElementById('app');
const session = await signIn.session();
if (!session.ok || session.value.state !== 'signed_in') toSignIn();
else if (root) {
  client.start();
  const signOut = async () => {
    await signIn.signOut();
    client.stop();
    toSignIn();
  };
  render(<Desk client={client} me={session.value} signOut={signOut} />, root);
}
