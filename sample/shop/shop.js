// The shop's own page script: its login, and how the chat gets a token.

const dialog = document.querySelector('#login-dialog');
const form = document.querySelector('#login-form');
const problem = document.querySelector('#login-problem');
const chat = document.querySelector('doorstep-chat');

const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Opens the shop's login; true once the customer is logged in, false when they changed their mind. */
function askForLogin() {
  problem.hidden = true;
  form.reset();
  dialog.showModal();
  return new Promise((done) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const answer = await post('/login', Object.fromEntries(new FormData(form)));
      problem.hidden = answer.ok;
      if (!answer.ok) return;
      showAccount((await answer.json()).name);
      done(true);
      dialog.close();
    };
    dialog.onclose = () => done(false);
  });
}

document.querySelector('#login-cancel').addEventListener('click', () => dialog.close());

/** Nothing is loaded anew: the chat goes on in this very page, and knows that its visitor is logged in. */
function showAccount(name) {
  chat.toggleAttribute('logged-in', true);
  const who = document.querySelector('#who');
  who.textContent = name;
  who.hidden = false;
  document.querySelector('#log-out').hidden = false;
  document.querySelector('#log-in').hidden = true;
}

document.querySelector('#log-in').addEventListener('click', askForLogin);

document.querySelector('#log-out').addEventListener('click', async () => {
  // Whoever uses this browser next must not find the conversation of before, in no tab.
  await Promise.all([post('/logout', {}), chat.logOut()]);
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

customElements.whenDefined('doorstep-chat').then(() => {
  chat.callbacks = { token };
});
