// Where a login elsewhere ends. Its outcome is handed to the chat by BroadcastChannel, which reaches pages of this origin
// alone and needs no opener: careful providers cut that off.

const place = new URL(location.href);
const outcome = { type: 'doorstep-login' };
for (const name of ['state', 'code', 'iss', 'error']) {
  const value = place.searchParams.get(name);
  if (value !== null) outcome[name] = value;
}
// Nothing of it stays in the history or in the address that is shown.
history.replaceState(null, '', place.pathname);

const channel = new BroadcastChannel('doorstep-login');
let received = false;
channel.addEventListener('message', ({ data }) => {
  if (data?.type !== 'doorstep-login-received' || data.state !== outcome.state) return;
  received = true;
  channel.close();
  window.close();
  document.querySelector('#what').textContent = 'Logged in. You may close this window.';
});

/** Nobody listens: this window is the shop's own, which had to leave its page. The chat there finds the outcome. */
function goBack() {
  if (received) return;
  channel.close();
  sessionStorage.setItem('doorstep-login', JSON.stringify(outcome));
  const page = sessionStorage.getItem('doorstep-login-page') ?? '/';
  sessionStorage.removeItem('doorstep-login-page');
  // A page of this origin and nothing else.
  location.replace(new URL(page, location.origin).origin === location.origin ? page : '/');
}

if (outcome.state === undefined) {
  location.replace('/');
} else {
  channel.postMessage(outcome);
  setTimeout(goBack, 700);
}
