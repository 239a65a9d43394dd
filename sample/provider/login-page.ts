import { customers } from '../customers.ts';
import { escaped } from '../html.ts';

export interface LoginPage {
  /** Where the form goes to. */
  readonly action: string;
  /** The code that is asked for besides the password; none for the weaker level. */
  readonly code?: string | undefined;
  readonly failed: boolean;
}

const codeField = `<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>`;

/** The provider's only page: name, password, and for the stronger level a code. It needs no script. */
export const loginPage = ({ action, code, failed }: LoginPage): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harbour account</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/provider.css">
</head>
<body>
<main>
<svg viewBox="0 0 48 48" width="44" height="44" aria-hidden="true"><circle cx="24" cy="24" r="24" fill="#0f5c6b"/><path d="M24 12v24M16 20h16M12 27q0 9 12 9t12-9" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/><circle cx="24" cy="11" r="3" fill="none" stroke="#fff" stroke-width="3"/></svg>
<h1>Harbour account</h1>
<p>${code ? 'This needs your password and a code of the moment.' : 'Log in to go on to Harbour Supply.'}</p>
${failed ? '<p class="problem" role="alert">That does not fit together.</p>' : ''}
<form method="post" action="${escaped(action)}">
<label>Name <input name="login" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
${code ? codeField : ''}
<div class="buttons"><button type="submit" class="main">Log in</button>
<button type="submit" name="cancel" value="yes" formnovalidate>Cancel</button></div>
</form>
<p class="small">A sample provider. ${customers
  .map(({ login, password }) => `<code>${escaped(login)}</code> with <code>${escaped(password)}</code>`)
  .join(', ')}${code ? `, and the code <code>${escaped(code)}</code>` : ''}.</p>
</main>
</body>
</html>
`;
