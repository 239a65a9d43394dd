import { describe, expect, it } from '@jest/globals';
import { findRoute } from '../../../local/http-api/routes.ts';

const routes = (...keys: string[]) => keys.map((key) => ({ key, function: 'f', answers: false }));
const all = routes(
  'GET /a/{id}',
  'GET /a/special',
  'ANY /a/{id}',
  'GET /a/{rest+}',
  'POST /a/{id}/b',
  '$default',
);
const found = (method: string, path: string, table = all) => {
  const match = findRoute(table, method, path);
  return match && [match.route.key, match.pathParameters];
};

describe('routes', () => {
  it.each([
    ['a literal before a parameter', 'GET', '/a/special', 'GET /a/special', {}],
    ['a method before ANY', 'GET', '/a/1', 'GET /a/{id}', { id: '1' }],
    ['ANY for the rest', 'PUT', '/a/1', 'ANY /a/{id}', { id: '1' }],
    ['greedy last', 'GET', '/a/1/2', 'GET /a/{rest+}', { rest: '1/2' }],
    ['parameters decoded', 'GET', '/a/x%20%2Fy', 'GET /a/{id}', { id: 'x /y' }],
    ['parameters that cannot be decoded', 'GET', '/a/%E0%A4%A', 'GET /a/{id}', { id: '%E0%A4%A' }],
    ['in the middle', 'POST', '/a/1/b', 'POST /a/{id}/b', { id: '1' }],
    ['$default for everything else', 'DELETE', '/z', '$default', {}],
    ['no empty parameter', 'PUT', '/a/', '$default', {}],
  ])('%s', (_, method, path, key, parameters) => expect(found(method, path)).toEqual([key, parameters]));

  it('find nothing without $default', () => {
    expect(found('GET', '/b', routes('GET /a'))).toBeUndefined();
    expect(found('POST', '/a', routes('GET /a'))).toBeUndefined();
    expect(found('GET', '/a/', routes('GET /a'))).toBeUndefined();
  });
});
