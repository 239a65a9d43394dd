import { render } from 'preact';
import { AccountPage } from './account.tsx';
import { SignInPage } from './page.tsx';

const root = document.getElementById('app');
if (root) render(location.hash === '#account' ? <AccountPage /> : <SignInPage />, root);
// The other of the two pages is a page of its own, though only the fragment differs.
addEventListener('hashchange', () => location.reload());
