import { render } from 'preact';
import { AccountPage } from './account.tsx';
import { SignInPage } from './page.tsx';

const root = document.getElementById('app');
if (root) render(location.hash === '#account' ? <AccountPage /> : <SignInPage />, root);
