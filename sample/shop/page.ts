import { escaped } from '../html.ts';
import { goods, quay } from './goods.ts';
import { head, layout, type Visit } from './layout.ts';

const euros = (amount: number): string => `€ ${amount}`;

/** The shop's page. */
export const shopPage = (visit: Visit): string =>
  layout(
    visit,
    'Harbour Supply',
    `<section class="hero">${quay}<div><h1>Good things for rough weather</h1><p>Small-batch gear from the quay. Questions about an order? The chat is at the lower right.</p></div></section>
<ul class="goods">${goods
      .map(
        ({ id, name, what, price, art }) => `<li>
<svg viewBox="0 0 240 170" aria-hidden="true">${art}</svg>
<h2>${escaped(name)}</h2><p>${escaped(what)}</p>
<p class="buy"><span class="price">${euros(price)}</span> <button type="button" data-good="${id}" data-title="${escaped(name)}" data-price="${price}">Add<span class="unseen"> ${escaped(name)} to the basket</span></button></p></li>`,
      )
      .join('')}</ul>`,
  );

/** The customer's account; who is not logged in is asked to. */
export function accountPage(visit: Visit): string {
  const { customer } = visit;
  if (!customer)
    return layout(
      visit,
      'Your account · Harbour Supply',
      `<section class="account"><h1>Your account</h1><p>Log in to see your orders.</p></section>`,
    );
  const { name, attributes, orders } = customer;
  return layout(
    visit,
    'Your account · Harbour Supply',
    `<section class="account"><h1>${escaped(name)}</h1>
<p>Customer ${escaped(attributes.customer)}, ${escaped(attributes.plan)} member</p>
<h2>Your orders</h2>
<ul class="orders">${orders
      .map(
        ({ id, day, what, total, state }) =>
          `<li><b>${escaped(id)}</b><span>${escaped(what)}<br><small>${escaped(day)}</small></span><span class="state">${escaped(state)}</span><span class="price">${euros(total)}</span></li>`,
      )
      .join('')}</ul></section>`,
  );
}

/** Where logins at another page end: it holds nothing but the script that hands them to the chat. */
export const returnPage = (app: string): string =>
  `${head('Harbour Supply', `<script src="${escaped(app)}/widget/return.js" defer></script>\n`)}<body class="alone">
<main><p data-doorstep-status role="status">Taking you back to the chat …</p></main>
</body>
</html>
`;
