import { useEffect, useState } from 'preact/hooks';
import { CodeBlock } from '../../code-block.tsx';
import { to } from '../../route.ts';
import { Section } from '../../section.tsx';
import { useResource } from '../../use-resource.ts';
import type { Engagement } from './kind.tsx';
import { callbacks, markup, moduleMarkup, policy, returnPage } from './snippet.ts';
import { socketOrigin } from './socket-origin.ts';

const app = location.origin;

/** Where a login ends that leaves one of these pages: as a path, where that is enough to say it. */
function returnFor(origins: readonly string[], addresses: readonly string[]): string | undefined {
  const fitting = addresses.find((one) => URL.canParse(one) && origins.includes(new URL(one).origin));
  if (fitting === undefined) return undefined;
  const { origin, pathname, search } = new URL(fitting);
  return origins.length === 1 && origins[0] === origin ? `${pathname}${search}` : fitting;
}

interface OnYourPageProps {
  readonly engagement: Engagement;
  readonly brand: string;
}

/** What to copy into a page, so that the chat is there. */
export function OnYourPage({ engagement, brand }: OnYourPageProps) {
  const { value: settings } = useResource('GET /api/manage/authentication', {});
  const [socket, setSocket] = useState<string>();
  useEffect(() => {
    void socketOrigin().then(setSocket);
  }, []);
  const { id, channel, origins, platform } = engagement;
  if (platform === 'app') return <InAnApp engagement={id} brand={brand} />;

  const ways = channel === 'live_chat' ? [] : (engagement.methods ?? settings?.methods ?? []);
  const by = (...names: string[]): boolean => ways.some(({ method }) => names.includes(method));
  const away = by('oidc', 'login_page');
  const returnTo = away ? returnFor(origins, settings?.returnAddresses ?? []) : undefined;
  const place = { app, brand, engagement: id, returnTo };
  return (
    <>
      {origins.length === 0 && (
        <p class="notice careful">
          No page may carry this chat yet. <a href={to('engagements', id)}>Name the origin of your pages</a>{' '}
          first.
        </p>
      )}
      <Section
        title="1. Put it on the page"
        lead="Anywhere in the page. It loads beside the page and holds nothing up."
      >
        <CodeBlock label="HTML" text={markup(place)} />
        <details>
          <summary>With a bundler, or as an ES module</summary>
          <CodeBlock label="ES module" text={moduleMarkup(place)} />
          <p class="hint">The address can be imported by your own module just as well.</p>
        </details>
        <details>
          <summary>What else the element may say</summary>
          <dl class="facts-list">
            <dt class="code">logged-in</dt>
            <dd>Your visitor is logged in on your site: the chat begins so, and nobody is asked.</dd>
            <dt class="code">login-first</dt>
            <dd>The chat wants a login before anything else; the visitor may go on without.</dd>
            <dt class="code">api</dt>
            <dd>
              <span class="code">{app}</span>, where the script does not come from there.
            </dd>
          </dl>
        </details>
      </Section>
      {away && (
        <Section
          title="2. A page where logins end"
          lead="Empty, of the origin that carries the chat, and with this one script."
        >
          {returnTo === undefined ? (
            <p class="notice careful">
              Logins at another page end nowhere yet: register an address of yours among the{' '}
              <a href={to('authentication')}>return addresses</a>. Until then these ways are not offered.
            </p>
          ) : (
            <CodeBlock label={`HTML of ${returnTo}`} text={returnPage(place)} />
          )}
        </Section>
      )}
      {by('token', 'private_data') && (
        <Section
          title={`${away ? 3 : 2}. Say who is logged in`}
          lead="The chat asks your page for a token, and your page asks your backend, which signs it."
        >
          {by('token') && (
            <CodeBlock label="Script of type “module”: signed token" text={callbacks('token')} />
          )}
          {by('private_data') && (
            <CodeBlock label="Script of type “module”: private data" text={callbacks('privateData')} />
          )}
          <p class="hint">
            The key that it signs with: <a href={to('issuers')}>issuers and keys</a>. If a token is refused:{' '}
            <a href={to('inspector')}>the inspector</a>.
          </p>
        </Section>
      )}
      <Section
        title="Content-Security-Policy"
        lead="If your page sends one, the chat needs this of it. No inline script or style, no frame, no eval."
      >
        {socket && <CodeBlock label="Policy" text={policy({ app }, socket)} />}
      </Section>
    </>
  );
}

const InAnApp = ({ engagement, brand }: { readonly engagement: string; readonly brand: string }) => (
  <Section
    title="In your app"
    lead="An app speaks to the same interface as the chat on a page, by the client library or by itself."
  >
    <CodeBlock
      label="What it needs to know"
      text={`api: ${app}\nbrand: ${brand}\nengagement: ${engagement}`}
    />
    <p class="hint">
      Where a login comes back to the app stands among the <a href={to('authentication')}>return addresses</a>
      .
    </p>
  </Section>
);
