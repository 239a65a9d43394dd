/**
 * Where somebody goes once signed in: the page of ours that sent them here (`?next=`), or the desk. Anything that could
 * lead off this origin is nobody's wish, whoever made the link.
 */
export function wayBack(search: string, origin: string): string {
  const wanted = new URLSearchParams(search).get('next') ?? '';
  // A browser takes a backslash for a slash, and two of either for another host.
  if (!/^\/(?![/\\])/.test(wanted) || !URL.canParse(wanted, origin)) return '/desk/';
  const url = new URL(wanted, origin);
  // Dots may have led to two slashes only now.
  const isPage = url.origin === origin && !/^\/(\/|api\/)/.test(url.pathname);
  return isPage && isAccountOrElse(url) ? url.pathname + url.search + url.hash : '/desk/';
}

/** The sign-in itself would lead back to the sign-in; the own account, which lives on the same page, would not. */
const isAccountOrElse = ({ pathname, hash }: URL): boolean =>
  !pathname.startsWith('/sign-in') || hash === '#account';
