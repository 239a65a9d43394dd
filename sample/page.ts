import { brandName, providerId, returnPath } from './brand.ts';
import { type Customer, customers } from './customers.ts';
import { escaped } from './html.ts';
import { type Way, ways } from './ways.ts';

const goods = [
  ['Deck lantern', 'Brass, runs 40 hours on one charge', '€ 64'],
  ['Rope bag', 'Waxed canvas, 28 litres', '€ 89'],
  ['Tide clock', 'For walls that face the sea', '€ 120'],
] as const;

export interface ShopPage {
  /** Doorstep's origin, from which the widget comes. */
  readonly app: string;
  readonly customer: Customer | undefined;
  /** How one logs in to the chat here. */
  readonly way: Way;
}

/** The shop's page. */
export function shopPage({ app, customer, way }: ShopPage): string {
  const { id, loginFirst } = way;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harbour Supply</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
<script src="${escaped(app)}/widget/doorstep.js" defer></script>
<script src="/shop.js" defer></script>
</head>
<body>
<header><strong>Harbour Supply</strong><nav aria-label="Account">
<span id="who"${customer ? '' : ' hidden'}>${escaped(customer?.name ?? '')}</span>
<button type="button" id="log-out"${customer ? '' : ' hidden'}>Log out</button>
<button type="button" id="log-in"${customer ? ' hidden' : ''}>Log in</button>
</nav></header>
<main>
<section class="hero"><h1>Good things for rough weather</h1><p>Small-batch gear from the quay. Questions about an order? The chat is at the lower right.</p></section>
<ul class="goods">${goods.map(([name, what, price]) => `<li><h2>${name}</h2><p>${what}</p><p class="price">${price}</p></li>`).join('')}</ul>
</main>
<nav class="ways" aria-label="Ways to log in to the chat"><p>Try the chat with</p><ul>${ways(providerId)
    .map(
      (one) =>
        `<li><a href="/?chat=${one.id}"${one.id === id ? ' aria-current="page"' : ''}>${one.label}</a></li>`,
    )
    .join('')}</ul></nav>
<footer>A sample shop that runs beside Doorstep. Its customers: ${customers
    .map(({ login, password }) => `<code>${login}</code> with <code>${password}</code>`)
    .join(', ')}.</footer>
<dialog id="login-dialog" aria-labelledby="login-title">
<form id="login-form">
<h2 id="login-title">Log in to Harbour Supply</h2>
<p id="login-problem" class="problem" role="alert" hidden>Name and password do not fit together.</p>
<label>Name <input name="login" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<div class="buttons"><button type="submit" class="main">Log in</button><button type="button" id="login-cancel">Cancel</button></div>
</form>
</dialog>
<doorstep-chat brand="${brandName}" engagement="${id}" return-to="${returnPath}"${customer ? ' logged-in' : ''}${loginFirst ? ' login-first' : ''}></doorstep-chat>
</body>
</html>
`;
}

/** Where logins at another page end: it holds nothing but the script that hands them to the chat. */
export const returnPage = (app: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Harbour Supply</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
<script src="${escaped(app)}/widget/return.js" defer></script>
</head>
<body>
<main><p data-doorstep-status role="status">Taking you back to the chat …</p></main>
</body>
</html>
`;
