import { beforeAll, describe, expect, it } from '@jest/globals';
import type { FunctionName } from '../../lib/functions/catalog.ts';
import { functionNames } from '../../lib/functions/catalog.ts';
import { actionsOf, ofType, type Statement, statementsOf, synthesize, type Template } from './fixture.ts';

const read = ['GetItem', 'BatchGetItem', 'Query'];
const write = ['PutItem', 'UpdateItem', 'DeleteItem'];
const all = [...read, ...write];

interface Access {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  readonly index?: string;
}
const on = (actions: readonly string[], ...keys: string[]): Access => ({ actions, keys });

/** All that each role may do with the table. A change to a role is a change here, and meant to be seen. */
const expected: Record<FunctionName, readonly Access[]> = {
  'consumer-api': [on(all, 'chat#*'), on(read, 'conf#*#brand', 'conf#*#engagement', 'conf#*#issuer')],
  'consumer-socket': [
    on(all, 'chat#*#conversation#*', 'chat#*#session#*', 'chat#*#roster#*'),
    on(read, 'conf#*#brand', 'conf#*#engagement'),
  ],
  'agent-api': [
    on(read, 'chat#*'),
    { ...on(['Query'], 'chat#*'), index: 'inbox' },
    on(['PutItem'], 'chat#*#ticket#*'),
    on(read, 'conf#*#brand', 'conf#*#engagement', 'conf#*#issuer'),
    on(['GetItem', 'UpdateItem'], 'auth#*#session#*'),
  ],
  'agent-socket': [
    on(all, 'chat#*#conversation#*', 'chat#*#roster#*'),
    on(read, 'conf#*#brand', 'conf#*#engagement'),
    on(['GetItem', 'UpdateItem'], 'auth#*#session#*'),
  ],
  'sign-in': [on(all, 'auth#*'), on(['PutItem'], 'audit#*'), on(['GetItem'], 'conf#*#brand')],
  management: [
    on(all, 'conf#*', 'auth#*#user', 'auth#*#login#*', 'auth#*#invitation#*', 'auth#*#session#*'),
    on(['PutItem'], 'audit#*'),
  ],
  connect: [on(['DeleteItem'], 'chat#*#ticket#*')],
  stream: [on(all, 'chat#*')],
  bootstrap: [
    on(all, 'conf#*', 'auth#*#user', 'auth#*#login#*', 'auth#*#invitation#*'),
    on(['PutItem'], 'audit#*'),
  ],
};

describe('the roles', () => {
  let app: Template;
  let tableArn: unknown;
  beforeAll(() => {
    const templates = synthesize();
    app = templates.app;
    const arn = Object.keys(templates.data.Outputs).find((name) =>
      /FnGetAttTable.*Arn(?!.*Stream)/.test(name),
    );
    tableArn = { 'Fn::ImportValue': `DoorstepData:${arn}` };
  });

  const has = (action: RegExp) => (statement: Statement) =>
    actionsOf(statement).some((one) => action.test(one));
  const onTable = (name: FunctionName) =>
    statementsOf(app, name).filter(
      has(/^dynamodb:(?!DescribeStream|GetRecords|GetShardIterator|ListStreams)/),
    );
  const may = (name: FunctionName, action: RegExp) => statementsOf(app, name).some(has(action));
  const those = (action: RegExp) => functionNames.filter((name) => may(name, action));

  it.each(functionNames)(
    '%s reaches exactly its part of the table, and never without naming a key',
    (name) => {
      const wanted = expected[name].map(({ actions, keys, index }) => ({
        Action:
          actions.length === 1 ? `dynamodb:${actions[0]}` : actions.map((action) => `dynamodb:${action}`),
        Condition: {
          'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
          Null: { 'dynamodb:LeadingKeys': 'false' },
        },
        Effect: 'Allow',
        Resource: index ? { 'Fn::Join': ['', [tableArn, `/index/${index}`]] } : tableArn,
      }));
      expect(onTable(name)).toEqual(wanted);
    },
  );

  it.each(['consumer-api', 'consumer-socket', 'connect', 'stream'] as const)(
    '%s can touch no auth item',
    (name) => {
      const patterns = onTable(name).flatMap(
        ({ Condition }) =>
          (Condition as Record<string, Record<string, string[]>>)['ForAllValues:StringLike']?.[
            'dynamodb:LeadingKeys'
          ] ?? [],
      );
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(pattern).toMatch(/^(chat|conf)#/);
    },
  );

  it('are nine, each used by one function of ours, and the CDK helper has one of its own', () => {
    const roles = ofType(app, 'AWS::Lambda::Function').map(({ Properties }) =>
      JSON.stringify(Properties.Role),
    );
    expect(new Set(roles).size).toBe(functionNames.length + 1);
  });

  it('name no action by a wildcard, and no Scan, PartiQL, transaction or batch write', () => {
    for (const name of functionNames) {
      const actions = statementsOf(app, name).flatMap(actionsOf);
      expect(
        actions.filter((action) => /\*|Scan|PartiQL|BatchWrite|ConditionCheck|Transact/.test(action)),
      ).toEqual([]);
    }
  });

  it('open no index by a wildcard', () => {
    expect(JSON.stringify(app)).not.toContain('/index/*');
  });

  it('let those push to sockets who have something to say, on this API and stage only', () => {
    expect(those(/^execute-api:/)).toEqual([
      'consumer-api',
      'consumer-socket',
      'agent-api',
      'agent-socket',
      'sign-in',
      'management',
      'stream',
    ]);
    const [push] = statementsOf(app, 'stream').filter(has(/^execute-api:/));
    expect(push?.Action).toBe('execute-api:ManageConnections');
    const text = JSON.stringify(push?.Resource);
    expect(text.match(/\/live\/(POST|GET|DELETE)\/@connections\/\*/g)).toHaveLength(3);
  });

  it('let only sign-in seal and open secrets, and only for a named brand and agent', () => {
    expect(those(/^kms:/)).toEqual(['sign-in']);
    expect(statementsOf(app, 'sign-in').filter(has(/^kms:/))).toMatchObject([
      {
        Action: ['kms:Encrypt', 'kms:Decrypt'],
        Condition: {
          'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['brand', 'agent'] },
          Null: { 'kms:EncryptionContext:brand': 'false', 'kms:EncryptionContext:agent': 'false' },
        },
      },
    ]);
  });

  it('let a function write to its own log group only', () => {
    for (const name of functionNames) {
      const logs = statementsOf(app, name).filter(has(/^logs:/));
      expect(logs).toHaveLength(1);
      expect(logs[0]?.Action).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
      expect(JSON.stringify(logs[0]?.Resource)).not.toContain('*');
    }
  });

  it('have no policy but their own', () => {
    const functionRoles = functionNames.map((name) => name.replaceAll('-', ''));
    for (const { id, Properties } of ofType(app, 'AWS::IAM::Role')) {
      if (!functionRoles.some((name) => id.toLowerCase().startsWith(`${name}role`))) continue;
      expect(Properties.ManagedPolicyArns).toBeUndefined();
    }
  });
});
