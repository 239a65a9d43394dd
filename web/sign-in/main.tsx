import { render } from 'preact';
import { SignInPage } from './page.tsx';

const root = document.getElementById('app');
if (root) render(<SignInPage />, root);
