const key = 'doorstep:brand';

/** A brand as people type it, or paste it. */
export const asBrand = (typed: string): string => typed.trim().toLowerCase();

const isBrand = (text: string): boolean => /^[a-z0-9][a-z0-9-]{0,39}$/.test(text);

/** The brand that the link names, or the one that this browser signed in to last; empty when neither. */
export function knownBrand(link: URLSearchParams): string {
  const named = asBrand(link.get('brand') ?? new URLSearchParams(location.search).get('brand') ?? '');
  return isBrand(named) ? named : (localStorage.getItem(key) ?? '');
}

export const rememberBrand = (brand: string): void => localStorage.setItem(key, brand);
