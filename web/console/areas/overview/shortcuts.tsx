import { to } from '../../route.ts';

const places = [
  [to('users'), 'Somebody lost a phone', 'Reset their MFA on their page.'],
  [to('engagements'), 'Another page, another chat', 'An engagement for each, with its snippet.'],
  [to('inspector'), 'A token is refused', 'The inspector says why, claim by claim.'],
  [to('conversations'), 'What was said, and by whom', 'Search, read, export, erase.'],
  [to('webhooks'), 'Tell your own systems', 'Events by webhook, signed.'],
  ['/sign-in/#account', 'Your own account', 'Password, second factors, sessions.'],
] as const;

/** What admins come for most. */
export const Shortcuts = () => (
  <nav class="shortcuts" aria-label="What admins come for most">
    {places.map(([href, title, words]) => (
      <a key={href} href={href} class="card">
        <strong>{title}</strong>
        <span class="hint">{words}</span>
      </a>
    ))}
  </nav>
);
