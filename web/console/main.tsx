import { render } from 'preact';
import { SignInClient } from '../client/index.ts';
import { onSignedOut } from './api.ts';
import { Console } from './console.tsx';
import { Empty } from './states.tsx';

const signIn = new SignInClient({ api: location.origin });
const toSignIn = () =>
  location.assign(`/sign-in/?next=${encodeURIComponent(`${location.pathname}${location.hash}`)}`);
onSignedOut(toSignIn);

const root = document.getElementById('app');
const session = await signIn.session();
if (!session.ok || session.value.state !== 'signed_in') toSignIn();
else if (root && session.value.role !== 'admin')
  render(
    <main class="not-admin">
      <Empty title="The console is for admins">
        <p>You are signed in as an agent. Ask an admin of your brand for what you need here.</p>
        <a class="button main" href="/desk/">
          To the desk
        </a>
      </Empty>
    </main>,
    root,
  );
else if (root) {
  const signOut = async () => {
    await signIn.signOut();
    location.assign('/sign-in/');
  };
  render(<Console me={session.value} signOut={signOut} />, root);
}
