/** What goes into a brand's page: the texts are made here alone, so that what is shown is what is tested. */
export interface Place {
  /** Doorstep's own origin. */
  readonly app: string;
  readonly brand: string;
  readonly engagement: string;
  /** The return page, as a path or a whole address; left out where no login needs one. */
  readonly returnTo: string | undefined;
}

const attributes = ({ brand, engagement, returnTo }: Place): string =>
  [
    `brand="${brand}"`,
    `engagement="${engagement}"`,
    ...(returnTo === undefined
      ? []
      : [`return-to="${returnTo.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`]),
  ].join(' ');

/** The two lines that put the chat on a page. */
export const markup = (place: Place): string =>
  `<script src="${place.app}/widget/doorstep.js" defer></script>
<doorstep-chat ${attributes(place)}></doorstep-chat>`;

/** The same without a script tag. */
export const moduleMarkup = (place: Place): string =>
  `<script type="module" src="${place.app}/widget/module.js"></script>
<doorstep-chat ${attributes(place)}></doorstep-chat>`;

/** How a page logs its visitor in: `name` is the callback for the way. */
export const callbacks = (name: 'token' | 'privateData'): string =>
  `await customElements.whenDefined('doorstep-chat');
const chat = document.querySelector('doorstep-chat');

chat.callbacks = {
  // ${
    name === 'token'
      ? 'Log your visitor in, if need be; then let your backend sign a token with this nonce.'
      : 'Ask your visitor for what you match by; then let your backend sign it with this nonce.'
  }
  // Answer undefined if the visitor changed their mind.
  async ${name}({ nonce${name === 'token' ? ', acr, maxAge' : ''} }) {
    const answer = await fetch('/doorstep/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ nonce${name === 'token' ? ', acr, maxAge' : ''} }),
    });
    return answer.ok ? (await answer.json()).token : undefined;
  },
};

// Log the chat out with your site.
document.querySelector('#log-out')?.addEventListener('click', () => chat.logOut());`;

/** What the page's Content-Security-Policy needs for the chat. */
export const policy = ({ app }: Pick<Place, 'app'>, socket: string): string =>
  `script-src 'self' ${app}; connect-src 'self' ${app} ${socket}`;

/** The page where logins elsewhere end. */
export const returnPage = ({ app }: Pick<Place, 'app'>): string =>
  `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Logged in</title>
<script src="${app}/widget/return.js" defer></script>
<p data-doorstep-status role="status">Taking you back to the chat …</p>
</html>`;
