import type { Customer } from '../customers.ts';
import { customers } from '../customers.ts';
import { escaped } from '../html.ts';
import { head, sign } from '../shop/layout.ts';

interface LoginPage {
  /** The one-use token of the link. */
  readonly link: string;
  /** Who is logged in at the shop already. */
  readonly customer: Customer | undefined;
  readonly problem?: string;
}

const credentials = `<label>Name <input name="login" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>`;

const hint = `<p class="small">A sample: ${customers
  .map(({ login, password }) => `<code>${escaped(login)}</code> with <code>${escaped(password)}</code>`)
  .join(', ')}.</p>`;

/**
 * The shop's own login page, which the chat sends people to. It shows a form and does nothing else: links are fetched ahead,
 * and may have been sent by somebody else, so that even who is logged in presses a button.
 */
export const loginPage = ({ link, customer, problem }: LoginPage): string =>
  `${head('Log in to Harbour Supply')}<body class="alone">
<main>
<p class="name">${sign} Harbour Supply</p>
<form method="post" action="/chat-login?doorstep=${escaped(link)}">
<h1>Log in to Harbour Supply</h1>
<p>The chat asks who you are. Go on only if you are chatting with us yourself.</p>
${problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
${customer ? `<p>You are logged in as ${escaped(customer.name)}.</p>` : credentials}
<div class="buttons"><button type="submit" class="main">${customer ? 'Go on' : 'Log in'}</button></div>
${customer ? '' : hint}
</form>
</main>
</body>
</html>
`;
