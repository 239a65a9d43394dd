import { brandName, providerId, returnPath } from '../brand.ts';
import { type Customer, customers } from '../customers.ts';
import { escaped } from '../html.ts';
import { engagementOf, type Way } from '../ways.ts';
import { tryPanel } from './try.ts';

export interface Visit {
  /** Doorstep's origin, from which the widget comes. */
  readonly app: string;
  readonly customer: Customer | undefined;
  /** How one logs in to the chat here. */
  readonly way: Way;
}

/** What stands in the head of every page of the shop. */
export const head = (title: string, scripts = ''): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/shop.css">
${scripts}</head>
`;

/** The shop's sign. */
export const sign = `<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><circle cx="12" cy="5" r="2.2"/><path d="M12 7.5V21M8 11h8M4 14q0 7 8 7t8-7"/></svg>`;

/** A page of the shop: its head and foot, the login, the basket, and the chat. */
export function layout(visit: Visit, title: string, main: string): string {
  const { app, customer, way } = visit;
  const here = `?chat=${escaped(way.id)}`;
  return `${head(
    title,
    `<script src="${escaped(app)}/widget/doorstep.js" defer></script>\n<script src="/shop.js" defer></script>\n`,
  )}<body>
${tryPanel(visit, providerId)}
<div class="shop">
<header><a class="name" href="/${here}">${sign} Harbour Supply</a><nav aria-label="Shop">
<a href="/account${here}" id="who"${customer ? '' : ' hidden'}>${escaped(customer?.name ?? '')}</a>
<button type="button" id="log-out"${customer ? '' : ' hidden'}>Log out</button>
<button type="button" id="log-in"${customer ? ' hidden' : ''}>Log in</button>
<button type="button" id="basket">Basket <span id="basket-count">0</span></button>
</nav></header>
<main>${main}</main>
<footer>Harbour Supply, Quay 4. A sample shop that runs beside Doorstep: nothing here is sold.</footer>
</div>
${loginDialog}
${detailsDialog}
<dialog id="basket-dialog" aria-labelledby="basket-title"><form method="dialog">
<h2 id="basket-title">Your basket</h2>
<ul id="basket-lines"></ul>
<p id="basket-empty">Nothing in it yet.</p>
<p id="basket-total"></p>
<p class="small">The page tells the chat what is in it. Agents see that as said by the page, apart from what the shop has signed.</p>
<div class="buttons"><button class="main">Go on shopping</button><button type="button" id="basket-clear">Empty it</button></div>
</form></dialog>
<doorstep-chat brand="${brandName}" engagement="${escaped(engagementOf(way))}" return-to="${returnPath}"${customer ? ' logged-in' : ''}${way.loginFirst ? ' login-first' : ''}></doorstep-chat>
</body>
</html>
`;
}

/** Buttons that fill a form in as one of the customers, since this is a sample. */
const fillIn = (values: (customer: Customer) => Record<string, string>): string =>
  `<p class="small fill">Try it as ${customers
    .map(
      (one) =>
        `<button type="button" data-fill="${escaped(JSON.stringify(values(one)))}">${escaped(one.name.split(' ')[0] ?? '')}</button>`,
    )
    .join(' ')}</p>`;

const loginDialog = `<dialog id="login-dialog" aria-labelledby="login-title">
<form id="login-form">
<h2 id="login-title">Log in to Harbour Supply</h2>
<p id="login-problem" class="problem" role="alert" hidden>Name and password do not fit together.</p>
<label>Name <input name="login" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
${fillIn(({ login, password }) => ({ login, password }))}
<div class="buttons"><button type="submit" class="main">Log in</button><button type="button" data-close>Cancel</button></div>
</form>
</dialog>`;

const detailsDialog = `<dialog id="details-dialog" aria-labelledby="details-title">
<form id="details-form">
<h2 id="details-title">Confirm your details</h2>
<p>They stand on every letter that we send you.</p>
<label>Customer number <input name="customer" inputmode="numeric" autocomplete="off" required></label>
<label>Date of birth <input name="born" type="date" autocomplete="bday" required></label>
${fillIn(({ attributes, born }) => ({ customer: attributes.customer, born }))}
<div class="buttons"><button type="submit" class="main">Confirm</button><button type="button" data-close>Cancel</button></div>
</form>
</dialog>`;
