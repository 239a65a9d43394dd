import { expect, it } from '@jest/globals';
import { wayBack } from '../../web/sign-in/way-back.ts';

const origin = 'https://chat.example.com';
const back = (next: string): string => wayBack(`?${new URLSearchParams({ next })}`, origin);

it('leads back to the page of ours that one came from', () => {
  expect(back('/console/?q=ada#users')).toBe('/console/?q=ada#users');
  expect(back('/sign-in/#account')).toBe('/sign-in/#account');
  expect(wayBack('?brand=acme&next=%2Fdesk%2F%23c1', origin)).toBe('/desk/#c1');
  expect(wayBack('', origin)).toBe('/desk/');
});

it.each([
  'https://evil.example/',
  '//evil.example/',
  '/\\evil.example/',
  '\\\\evil.example/',
  '/\t/evil.example/',
  '/%09/evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ' //evil.example',
  'evil.example',
  '/x/..//evil.example/',
  '/api/sign-in/session',
  '/x/../api/sign-in/session',
  '/sign-in/',
  '/sign-in/?next=/sign-in/',
  `/${'\u0000'}/evil.example`,
])('leads nowhere else: %j', (next) => {
  const url = new URL(back(next), origin);
  expect(url.origin).toBe(origin);
  expect(url.pathname).not.toMatch(/^\/(\/|(api|sign-in)\b)/);
});
