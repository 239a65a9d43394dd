import { describe, expect, it } from '@jest/globals';
import { Resolver, UnsupportedTemplate } from '../../../local/assembly/resolver.ts';
import { assertKnown } from '../../../local/assembly/resources.ts';
import type { StackTemplate } from '../../../local/assembly/template.ts';

const stack = (name: string, parts: Partial<StackTemplate>): StackTemplate => ({
  name,
  resources: {},
  outputs: {},
  mappings: {},
  conditions: {},
  parameters: {},
  assets: {},
  ...parts,
});
const data = stack('Data', {
  resources: {
    Table: { Type: 'AWS::DynamoDB::Table', Metadata: { 'aws:cdk:path': 'Data/MainTable/Resource' } },
  },
  outputs: { Out: { Value: { Ref: 'Table' }, Export: { Name: { 'Fn::Join': ['', ['Data', ':Table']] } } } },
});
const app = stack('App', {
  resources: {
    Fn: { Type: 'AWS::Lambda::Function', Metadata: { 'aws:cdk:path': 'App/ConsumerApi/Function/Resource' } },
  },
  conditions: { Yes: { 'Fn::Equals': ['a', 'a'] }, No: { 'Fn::Not': [{ Condition: 'Yes' }] } },
  mappings: { Map: { a: { b: 'mapped' } } },
  parameters: { Version: { Default: '7' } },
});
const resolver = new Resolver(app, [app, data], (text) => text.replace('https://cloud', 'http://here'));

/** CloudFormation's own placeholders. */
const sub = (...names: string[]) => names.map((name) => `${'$'}{${name}}`).join(' ');

describe('intrinsics', () => {
  it.each<[string, unknown, unknown]>([
    ['Ref to a resource', { Ref: 'Fn' }, 'consumer-api'],
    ['Ref to a pseudo parameter', { Ref: 'AWS::Partition' }, 'aws'],
    ['Ref to a parameter', { Ref: 'Version' }, '7'],
    [
      'GetAtt',
      { 'Fn::GetAtt': ['Fn', 'Arn'] },
      'arn:aws:lambda:us-east-1:000000000000:function:consumer-api',
    ],
    [
      'GetAtt as text',
      { 'Fn::GetAtt': 'Fn.Arn' },
      'arn:aws:lambda:us-east-1:000000000000:function:consumer-api',
    ],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'Fn' }]] }, 'a-consumer-api'],
    ['Select and Split', { 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [
      'Sub',
      { 'Fn::Sub': sub('Fn', 'Fn.Arn', '!Kept') },
      `consumer-api arn:aws:lambda:us-east-1:000000000000:function:consumer-api ${sub('Kept')}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [sub('a'), { a: { Ref: 'Fn' } }] }, 'consumer-api'],
    ['ImportValue', { 'Fn::ImportValue': 'Data:Table' }, 'main-table'],
    ['FindInMap', { 'Fn::FindInMap': ['Map', 'a', 'b'] }, 'mapped'],
    ['If', [{ 'Fn::If': ['Yes', 1, 2] }, { 'Fn::If': ['No', 1, 2] }], [1, 2]],
    ['NoValue', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
    ['addresses, once the text is whole', { 'Fn::Join': ['', ['https://', 'cloud/x']] }, 'http://here/x'],
  ])('%s', (_, value, expected) => expect(resolver.resolve(value)).toEqual(expected));

  it.each<[string, unknown]>([
    ['unknown', { 'Fn::Cidr': ['10.0.0.0/8', 1, 8] }],
    ['leading nowhere', { Ref: 'Nobody' }],
    ['importing what nobody exports', { 'Fn::ImportValue': 'Data:Nothing' }],
  ])('are refused loudly: %s', (_, value) =>
    expect(() => resolver.resolve(value)).toThrow(UnsupportedTemplate),
  );
});

describe('resource types', () => {
  it('are run, known to be without effect, or refused by name', () => {
    assertKnown('App', 'T', 'AWS::DynamoDB::Table');
    assertKnown('App', 'A', 'AWS::CloudWatch::Alarm');
    expect(() => assertKnown('App', 'Machine', 'AWS::StepFunctions::StateMachine')).toThrow(
      /Machine in App is a AWS::StepFunctions/,
    );
  });
});
