import { customers } from '../customers.ts';
import { escaped } from '../html.ts';
import { type Way, wayGroups } from '../ways.ts';
import type { Visit } from './layout.ts';

/** Beside the shop, and no part of it: what there is to try, and how. */
export function tryPanel({ app, customer, way }: Visit, provider: string): string {
  const groups = wayGroups(provider).map(
    ({ title, ways }) =>
      `<h3>${title}</h3>\n<ul>${ways.map((one) => choice(one, one.id === way.id)).join('')}</ul>`,
  );
  const people = customers.map(
    ({ login, password, name, attributes, born }) => `<tr><th scope="row">${escaped(name)}</th>
<td><code>${escaped(login)}</code> <code>${escaped(password)}</code><br>no. <code>${escaped(attributes.customer)}</code>, born <code>${escaped(born)}</code></td>
<td>${customer?.login === login ? 'is here' : `<button type="button" data-as="${escaped(login)}" data-word="${escaped(password)}">As ${escaped(name.split(' ')[0] ?? '')}</button>`}</td></tr>`,
  );
  return `<aside class="try" aria-label="Try Doorstep"><details open>
<summary>Try Doorstep</summary>
<p>This shop runs beside Doorstep to show its chat. Choose how a customer is verified.
<a href="${escaped(app)}/desk/" target="_blank" rel="noopener">Open the agents’ desk</a></p>
${groups.join('\n')}
<h3>The customers</h3>
<table><tbody>${people.join('')}</tbody></table>
</details></aside>`;
}

const choice = ({ id, label, what, steps }: Way, chosen: boolean): string =>
  `<li${chosen ? ' class="chosen"' : ''}><a href="/?chat=${escaped(id)}"${chosen ? ' aria-current="page"' : ''}>${escaped(label)}</a>
<p>${escaped(what)}</p>${chosen ? `<ol>${steps.map((step) => `<li>${escaped(step)}</li>`).join('')}</ol>` : ''}</li>`;
