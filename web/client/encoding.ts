/** Base64url without padding (RFC 4648, section 5). */
function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** 256 random bits: a secret that only this client holds. */
export const newSecret = (): string => base64url(crypto.getRandomValues(new Uint8Array(32)));

/** 128 random bits: an id that nobody else will choose. */
export const newId = (): string => base64url(crypto.getRandomValues(new Uint8Array(16)));

/** S256 of a secret (RFC 7636, section 4.2). Browsers offer it in secure contexts only. */
export async function s256(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return base64url(new Uint8Array(digest));
}

export const utf8Length = (text: string): number => new TextEncoder().encode(text).length;
