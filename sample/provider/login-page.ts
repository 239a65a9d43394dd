import { escaped } from '../html.ts';

export interface LoginPage {
  /** Where the form goes to. */
  readonly action: string;
  /** Whether a code is asked for besides the password. */
  readonly strong: boolean;
  readonly failed: boolean;
}

/** The provider's only page: name, password, and for the stronger level a code. It needs no script. */
export function loginPage({ action, strong, failed }: LoginPage): string {
  const code = `<label>Code <input name="code" inputmode="numeric" autocomplete="one-time-code" required></label>`;
  return `<!doctype html>
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
<h1>Harbour account</h1>
<p>Log in to go on with the chat.</p>
${failed ? '<p class="problem" role="alert">That does not fit together.</p>' : ''}
<form method="post" action="${escaped(action)}">
<label>Name <input name="login" autocomplete="username" required autofocus></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
${strong ? code : ''}
<div class="buttons"><button type="submit" class="main">Log in</button>
<button type="submit" name="cancel" value="yes" formnovalidate>Cancel</button></div>
</form>
</main>
</body>
</html>
`;
}
