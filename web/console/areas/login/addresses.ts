import type { Typed } from '../../added.tsx';

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);
const isSecure = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));

/** The origin of what was typed: who pastes the address of a page means its origin. */
export function readOrigin(typed: string): Typed {
  const text =
    /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^localhost:|^[^/]+:\d+/i.test(typed) ? typed : `https://${typed}`;
  if (text.includes('*')) return { wrong: 'Name each origin by itself: patterns are not taken.' };
  if (!URL.canParse(text))
    return { wrong: 'This is no web address. An origin is like https://www.example.com.' };
  const url = new URL(text);
  if (!isSecure(url)) return { wrong: 'It must be https, except on your own machine.' };
  return { value: url.origin };
}

/** A scheme of an app's own, in reverse like a domain. */
const privateUse = /^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:\/[^/\\\s][^\\\s]*$/;

/** An address where logins may end, spelled as browsers spell it: it is compared to the letter. */
export function readReturnAddress(typed: string): Typed {
  if (typed.includes('#')) return { wrong: 'Leave out what begins with #: logins end at the page itself.' };
  if (privateUse.test(typed)) return { value: typed };
  if (!URL.canParse(typed))
    return { wrong: 'Enter a whole address: https://… of a page, or com.example.app:/login of an app.' };
  const url = new URL(typed);
  if (!isSecure(url))
    return { wrong: "It must be https, or an app's own scheme such as com.example.app:/login." };
  if (url.username !== '' || url.password !== '')
    return { wrong: 'It must not hold a user name or password.' };
  return { value: url.href };
}
