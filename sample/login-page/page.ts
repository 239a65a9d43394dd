import type { Customer } from '../customers.ts';
import { escaped } from '../html.ts';

interface LoginPage {
  /** The one-use token of the link. */
  readonly link: string;
  /** Who is logged in at the shop already. */
  readonly customer: Customer | undefined;
  readonly problem?: string;
}

const credentials = `<label>Name <input name="login" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>`;

/**
 * The shop's own login page, which the chat sends people to. It shows a form and does nothing else: links are fetched ahead,
 * and may have been sent by somebody else, so that even who is logged in presses a button.
 */
export const loginPage = ({ link, customer, problem }: LoginPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in to Harbour Supply</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
</head>
<body>
<main>
<form method="post" action="/chat-login?doorstep=${escaped(link)}">
<h1>Log in to Harbour Supply</h1>
<p>The chat asks who you are. Go on only if you are chatting with us yourself.</p>
${problem === undefined ? '' : `<p class="problem" role="alert">${escaped(problem)}</p>`}
${customer ? `<p>You are logged in as ${escaped(customer.name)}.</p>` : credentials}
<div class="buttons"><button type="submit" class="main">${customer ? 'Go on' : 'Log in'}</button></div>
</form>
</main>
</body>
</html>
`;
