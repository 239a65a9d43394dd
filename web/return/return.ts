import {
  type Away,
  awayKey,
  type LoginOutcome,
  loginChannel,
  outcomeMessage,
  readOutcome,
  receivedMessage,
} from '../client/login-outcome.ts';

/**
 * For the page of a brand at which logins elsewhere end, which holds nothing but this script. Hands what came of the login
 * to the chat that waits for it on the same origin; where the login took the place of the chat's own page, goes back there.
 * In a browser that has begun no such login it changes nothing and tells nothing.
 */

/** A page that is being loaded anew hears the outcome when it is there again. */
const everyMs = 300;
const waitMs = 6000;

const english = {
  waiting: 'One moment …',
  received: 'You can close this window and go back to the chat.',
  nobody: 'No chat in this browser waits for this login. Nothing was changed, and you can close this page.',
};

const sentences: Readonly<Record<string, typeof english>> = {
  de: {
    waiting: 'Einen Moment …',
    received: 'Sie können dieses Fenster schließen und zum Chat zurückkehren.',
    nobody:
      'In diesem Browser wartet kein Chat auf diese Anmeldung. Es wurde nichts geändert; Sie können diese Seite schließen.',
  },
  es: {
    waiting: 'Un momento…',
    received: 'Puede cerrar esta ventana y volver al chat.',
    nobody:
      'Ningún chat de este navegador espera este inicio de sesión. No se ha cambiado nada y puede cerrar esta página.',
  },
  fr: {
    waiting: 'Un instant…',
    received: 'Vous pouvez fermer cette fenêtre et revenir au chat.',
    nobody:
      'Aucun chat de ce navigateur n’attend cette connexion. Rien n’a été modifié et vous pouvez fermer cette page.',
  },
};

/** In the language of the page, else of the browser. */
const language = (document.documentElement.lang || navigator.language).slice(0, 2).toLowerCase();

function say(what: keyof typeof english): void {
  document.body.dataset.doorstep = what;
  const place = document.querySelector('[data-doorstep-status]') ?? document.body;
  place.textContent = (sentences[language] ?? english)[what];
}

/** Goes back to the page that this tab left for the login, with the outcome; false when it left none for this one. */
function goBack(outcome: LoginOutcome): boolean {
  const text = sessionStorage.getItem(awayKey);
  const away = text === null ? undefined : (JSON.parse(text) as Away);
  if (away?.state !== outcome.state || new URL(away.page).origin !== location.origin) return false;
  sessionStorage.setItem(awayKey, JSON.stringify({ ...away, outcome }));
  location.replace(away.page);
  return true;
}

/** Tells the chat's page until it has heard. */
function handOver(outcome: LoginOutcome): void {
  const channel = new BroadcastChannel(loginChannel);
  const tell = () => channel.postMessage({ type: outcomeMessage, ...outcome });
  const again = setInterval(tell, everyMs);
  const end = (what: 'received' | 'nobody') => {
    clearInterval(again);
    clearTimeout(late);
    channel.close();
    say(what);
    if (what === 'received') close();
  };
  const late = setTimeout(() => end('nobody'), waitMs);
  channel.onmessage = ({ data, origin }) => {
    const mine = data?.type === receivedMessage && data.state === outcome.state;
    if (mine && origin === location.origin) end('received');
  };
  tell();
}

function arrive(): void {
  const outcome = readOutcome(location.href);
  // A code must not stay in the address: somebody may copy it, or come back to it.
  history.replaceState(null, '', location.pathname);
  say('waiting');
  if (!outcome) say('nobody');
  else if (!goBack(outcome)) handOver(outcome);
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', arrive);
else arrive();
