// The shop's own page script: its login, its basket, and how the chat gets a token.

const find = (selector) => document.querySelector(selector);
const chat = find('doorstep-chat');

const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Shows a form in its dialog; answers what `send` makes of it, or nothing when the customer changed their mind. */
function askIn(dialog, send) {
  const form = dialog.querySelector('form');
  form.reset();
  dialog.showModal();
  return new Promise((done) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const answer = await send(Object.fromEntries(new FormData(form)));
      if (answer === undefined) return;
      done(answer);
      dialog.close();
    };
    dialog.onclose = () => done(undefined);
  });
}

for (const button of document.querySelectorAll('[data-close]'))
  button.addEventListener('click', () => button.closest('dialog').close());

for (const button of document.querySelectorAll('[data-fill]'))
  button.addEventListener('click', () => {
    for (const [name, value] of Object.entries(JSON.parse(button.dataset.fill)))
      button.form.elements[name].value = value;
    button.form.querySelector('[type=submit]').focus();
  });

/** Opens the shop's login; true once the customer is logged in. */
function askForLogin() {
  const problem = find('#login-problem');
  problem.hidden = true;
  return askIn(find('#login-dialog'), async (entered) => {
    const answer = await post('/login', entered);
    problem.hidden = answer.ok;
    if (!answer.ok) return undefined;
    showAccount((await answer.json()).name);
    return true;
  });
}

/** Nothing is loaded anew: the chat goes on in this very page, and knows that its visitor is logged in. */
function showAccount(name) {
  chat.toggleAttribute('logged-in', true);
  const who = find('#who');
  who.textContent = name;
  who.hidden = false;
  find('#log-out').hidden = false;
  find('#log-in').hidden = true;
}

find('#log-in').addEventListener('click', async () => {
  if ((await askForLogin()) && location.pathname === '/account') location.reload();
});

// Whoever uses this browser next must not find the conversation of before, in no tab.
const logOut = () => Promise.all([post('/logout', {}), chat.logOut()]);

find('#log-out').addEventListener('click', async () => {
  await logOut();
  location.reload();
});

for (const button of document.querySelectorAll('[data-as]'))
  button.addEventListener('click', async () => {
    if (chat.hasAttribute('logged-in')) await logOut();
    await post('/login', { login: button.dataset.as, password: button.dataset.word });
    location.reload();
  });

/** Asks the shop's backend for a token; where nobody is logged in, the customer logs in first. */
async function token({ nonce }) {
  let answer = await post('/doorstep/token', { nonce });
  if (answer.status === 401) {
    if (!(await askForLogin())) return undefined;
    answer = await post('/doorstep/token', { nonce });
  }
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}`);
  return (await answer.json()).token;
}

/** The same for a customer without an account: the backend signs what they know. */
async function privateData({ nonce }) {
  const entered = await askIn(find('#details-dialog'), async (known) => known);
  if (!entered) return undefined;
  const answer = await post('/doorstep/details-token', { nonce, ...entered });
  if (!answer.ok) throw new Error(`The shop answered ${answer.status}`);
  return (await answer.json()).token;
}

customElements.whenDefined('doorstep-chat').then(() => {
  chat.callbacks = { token, privateData };
  showBasket();
});

/** How many of each good, by its name; it lasts as long as the tab. */
const basket = new Map(JSON.parse(sessionStorage.getItem('basket') ?? '[]'));
const prices = new Map(JSON.parse(sessionStorage.getItem('prices') ?? '[]'));

function showBasket() {
  const lines = [...basket].map(([name, count]) => `${count} × ${name}`);
  const total = [...basket].reduce((sum, [name, count]) => sum + count * (prices.get(name) ?? 0), 0);
  find('#basket-count').textContent = [...basket.values()].reduce((sum, count) => sum + count, 0);
  find('#basket-lines').replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement('li'), { textContent: line })),
  );
  find('#basket-empty').hidden = lines.length > 0;
  find('#basket-total').textContent = lines.length > 0 ? `Together € ${total}` : '';
  if (lines.length > 0) chat.claimed = { basket: lines.join(', ').slice(0, 200) };
  sessionStorage.setItem('basket', JSON.stringify([...basket]));
  sessionStorage.setItem('prices', JSON.stringify([...prices]));
}

for (const button of document.querySelectorAll('[data-good]'))
  button.addEventListener('click', () => {
    const { title, price } = button.dataset;
    basket.set(title, (basket.get(title) ?? 0) + 1);
    prices.set(title, Number(price));
    showBasket();
  });

find('#basket').addEventListener('click', () => find('#basket-dialog').showModal());
find('#basket-clear').addEventListener('click', () => {
  basket.clear();
  chat.claimed = undefined;
  showBasket();
});

// Where there is no room for both, the shop comes first.
const panel = find('.try details');
const folded = sessionStorage.getItem('try');
panel.open = folded === null ? !matchMedia('(max-width: 62rem)').matches : folded === 'open';
panel.addEventListener('toggle', () => sessionStorage.setItem('try', panel.open ? 'open' : 'folded'));
const isBeside = getComputedStyle(find('.try')).position === 'sticky';
if (panel.open && isBeside) find('.try .chosen').scrollIntoView({ block: 'nearest' });
