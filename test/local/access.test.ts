import { describe, expect, it } from '@jest/globals';
import { allows } from '../../local/access.ts';
import type { PolicyStatement } from '../../local/assembly/model.ts';

const statement = (parts: Partial<PolicyStatement>): PolicyStatement => ({
  effect: 'Allow',
  actions: ['dynamodb:GetItem'],
  resources: ['arn:table'],
  conditions: {},
  ...parts,
});
const byKey = statement({
  conditions: {
    'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['chat#*', 'conf#?'] },
    Null: { 'dynamodb:LeadingKeys': 'false' },
  },
});
const request = (keys: string[], action = 'dynamodb:GetItem', resource = 'arn:table') => ({
  action,
  resource,
  facts: (key: string) => (key === 'dynamodb:LeadingKeys' ? keys : undefined),
});

describe('a role', () => {
  it.each<[string, PolicyStatement[], ReturnType<typeof request>, boolean]>([
    ['allows nothing without a statement', [], request(['chat#1']), false],
    ['allows what a statement names', [byKey], request(['chat#1']), true],
    ['allows all keys or none', [byKey], request(['chat#1', 'auth#1']), false],
    ['takes ? for one character', [byKey], request(['conf#12']), false],
    ['wants a key to be named', [byKey], request([]), false],
    ['is particular about the action', [byKey], request(['chat#1'], 'dynamodb:PutItem'), false],
    [
      'is particular about the resource',
      [byKey],
      request(['chat#1'], 'dynamodb:GetItem', 'arn:table/index/i'),
      false,
    ],
    ['lets a denial win', [byKey, statement({ effect: 'Deny' })], request(['chat#1']), false],
  ])('%s', (_, statements, asked, expected) => expect(allows(statements, asked)).toBe(expected));

  it('does not guess what an operator means', () => {
    const odd = statement({ conditions: { NumericLessThan: { 'dynamodb:LeadingKeys': '1' } } });
    expect(() => allows([odd], request(['chat#1']))).toThrow('NumericLessThan');
  });
});
