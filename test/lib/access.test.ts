import { beforeAll, describe, expect, it } from '@jest/globals';
import { inboxPartition, type Key, keys } from '../../lambdas/store/table.ts';
import type { FunctionName } from '../../lib/functions/catalog.ts';
import { functionNames } from '../../lib/functions/catalog.ts';
import { actionsOf, ofType, type Statement, statementsOf, synthesize, type Template } from './fixture.ts';

const change = ['GetItem', 'PutItem', 'UpdateItem'];

interface Access {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  readonly index?: string;
}
const on = (actions: readonly string[], ...keys: string[]): Access => ({ actions, keys });

const kinds = (zone: string, names: string) => names.split(' ').map((name) => `${zone}#*#${name}`);
const wholeBrand = [
  ...kinds('conf', 'brand authentication retention request engagement issuer provider'),
  ...kinds('conf', 'security-key record-settings skill canned-answer webhook webhook-outcome'),
  ...kinds('auth', 'user user-name admins'),
  ...kinds('chat', 'colleague roster#* bare erasure records list#* trial#* identity#* open#* conversation#*'),
];

/** All that each role may do with the table. A change to a role is a change here, and meant to be seen. */
const expected: Record<FunctionName, readonly Access[]> = {
  'consumer-api': [
    on([...change, 'Query'], 'chat#*#conversation#*'),
    on(['GetItem', 'PutItem'], 'chat#*#session#*'),
    on(['PutItem'], 'chat#*#ticket#*'),
    on(['UpdateItem'], 'chat#*#limit#*'),
    on(['GetItem'], 'conf#*#authentication', 'conf#*#engagement'),
    on(['Query'], 'chat#*#identity#*'),
    on(['GetItem', 'PutItem'], 'chat#*#revoked#*'),
  ],
  'step-up': [
    on(change, 'chat#*#conversation#*'),
    on(['GetItem', 'PutItem'], 'chat#*#session#*'),
    on(['PutItem'], 'chat#*#jti#*', 'chat#*#trial#*'),
    on(change, 'chat#*#login#*', 'chat#*#open#*'),
    on(
      ['GetItem'],
      'conf#*#authentication',
      'conf#*#engagement',
      'conf#*#issuer',
      'conf#*#provider',
      'conf#*#record-settings',
    ),
    on(['GetItem'], 'chat#*#record#*'),
    on(['UpdateItem'], 'chat#*#limit#*'),
  ],
  'consumer-socket': [
    on(change, 'chat#*#conversation#*'),
    on(['GetItem'], 'chat#*#session#*'),
    on(['GetItem'], 'conf#*#engagement'),
  ],
  'agent-api': [
    on([...change, 'Query'], 'chat#*#conversation#*'),
    { ...on(['Query'], 'chat#*#inbox#*'), index: 'inbox' },
    on(['Query'], 'chat#*#identity#*'),
    on(['PutItem', 'Query'], 'chat#*#noted#*'),
    on(['PutItem'], 'chat#*#ticket#*'),
    on(['UpdateItem'], 'chat#*#limit#*'),
    on(['GetItem', 'UpdateItem'], 'auth#*#session#*'),
    on(['GetItem'], 'conf#*#brand', 'conf#*#authentication', 'conf#*#engagement', 'conf#*#request'),
    on(['GetItem', 'UpdateItem'], 'auth#*#bot-key#*'),
    on(['GetItem', 'Query'], 'chat#*#colleague'),
    on(['Query'], 'conf#*#skill', 'conf#*#canned-answer', 'conf#*#request'),
  ],
  'agent-socket': [
    on(change, 'chat#*#conversation#*'),
    on(['PutItem'], 'chat#*#roster#*', 'chat#*#bare'),
    on(['GetItem', 'UpdateItem'], 'auth#*#session#*'),
    on(['GetItem'], 'conf#*#brand', 'conf#*#authentication', 'conf#*#engagement'),
    on(['GetItem', 'UpdateItem'], 'auth#*#bot-key#*'),
    on(change, 'chat#*#colleague'),
    on(['GetItem'], 'conf#*#skill'),
  ],
  'sign-in': [
    on(['GetItem', 'UpdateItem'], 'auth#*#user'),
    on(['GetItem'], 'auth#*#login#*'),
    on(['GetItem', 'DeleteItem'], 'auth#*#invitation#*'),
    on(change, 'auth#*#session#*'),
    on([...change, 'DeleteItem'], 'auth#*#passkey#*'),
    on(['GetItem', 'PutItem', 'DeleteItem'], 'auth#*#recovery#*'),
    on(['PutItem', 'DeleteItem'], 'auth#*#challenge#*'),
    on(['UpdateItem', 'DeleteItem'], 'auth#*#limit#*'),
    on(['PutItem'], 'audit#*#pending#*'),
    on(['GetItem'], 'conf#*#brand'),
  ],
  management: [
    on(
      [...change, 'Query'],
      'conf#*#brand',
      'conf#*#authentication',
      'conf#*#engagement',
      'conf#*#issuer',
      'auth#*#user',
    ),
    on([...change, 'Query', 'DeleteItem'], 'conf#*#provider', 'conf#*#request'),
    on(change, 'conf#*#security-key', 'conf#*#record-settings', 'chat#*#record-upload#*'),
    on([...change, 'DeleteItem'], 'chat#*#record#*'),
    on([...change, 'Query', 'DeleteItem'], 'chat#*#records'),
    on(['GetItem', 'PutItem'], 'auth#*#login#*'),
    on(['PutItem', 'DeleteItem'], 'auth#*#invitation#*'),
    on(change, 'auth#*#session#*'),
    on(['DeleteItem'], 'auth#*#passkey#*', 'auth#*#recovery#*'),
    on(['Query', 'DeleteItem'], 'chat#*#bare'),
    on(['Query'], 'chat#*#trial#*'),
    on(['PutItem'], 'audit#*#pending#*'),
    on([...change, 'Query', 'DeleteItem'], 'conf#*#skill', 'conf#*#canned-answer'),
    on([...change, 'DeleteItem'], 'chat#*#colleague'),
    on(['PutItem', 'DeleteItem', 'Query'], 'auth#*#user-name'),
    on(change, 'auth#*#admins', 'auth#*#bot-key#*'),
    on(['DeleteItem'], 'conf#*#engagement', 'conf#*#issuer', 'auth#*#user', 'auth#*#login#*'),
    on([...change, 'Query', 'DeleteItem'], 'conf#*#webhook'),
    on(['GetItem', 'DeleteItem'], 'conf#*#webhook-outcome'),
    { ...on(['Query'], 'chat#*#inbox#*'), index: 'inbox' },
    on(['GetItem', 'PutItem', 'DeleteItem'], 'auth#*#idempotency#*'),
  ],
  archive: [
    on([...change, 'Query', 'DeleteItem'], 'chat#*#conversation#*'),
    on(['GetItem', 'Query'], 'chat#*#list#*'),
    on(['Query', 'DeleteItem'], 'chat#*#identity#*'),
    on(['DeleteItem'], 'chat#*#open#*', 'chat#*#revoked#*'),
    on([...change, 'Query'], 'chat#*#erasure'),
    on(['PutItem', 'DeleteItem'], 'chat#_#erasing'),
    on(['GetItem', 'UpdateItem'], 'auth#*#session#*'),
    on(['GetItem'], 'conf#*#brand'),
    on(['Query'], 'audit#*#account#*', 'audit#*#conversation#*', 'audit#*#checkpoint'),
    on(['GetItem', 'UpdateItem'], 'audit#*#conversation#*'),
    on(['PutItem', 'DeleteItem'], 'audit#*#pending#*'),
    on(change, 'conf#*#retention'),
    on(['PutItem'], 'conf#_#retaining'),
  ],
  retention: [
    on([...change, 'Query', 'DeleteItem'], 'chat#*#conversation#*'),
    on(['Query', 'DeleteItem'], 'chat#*#list#*', 'chat#*#identity#*'),
    on(['DeleteItem'], 'chat#*#open#*', 'chat#*#revoked#*'),
    on(['GetItem', 'UpdateItem'], 'chat#*#erasure'),
    on(['Query', 'DeleteItem'], 'chat#_#erasing'),
    on(['GetItem', 'PutItem'], 'conf#*#retention'),
    on(['Query'], 'conf#_#retaining', 'audit#*#account#*', 'audit#*#conversation#*', 'audit#*#checkpoint'),
    on(['GetItem', 'UpdateItem'], 'audit#*#account#*', 'audit#*#conversation#*'),
    on(['DeleteItem'], 'audit#*#pending#*'),
  ],
  'backend-api': [
    on(change, 'chat#*#conversation#*', 'chat#*#revocation#*'),
    on(['GetItem', 'UpdateItem'], 'chat#*#login#*'),
    on(['Query'], 'chat#*#identity#*'),
    on(['PutItem'], 'chat#*#revoked#*'),
    on(['UpdateItem'], 'chat#*#limit#*'),
    on(['GetItem'], 'conf#*#issuer', 'conf#*#security-key'),
  ],
  connect: [on(['DeleteItem'], 'chat#*#ticket#*')],
  stream: [
    on(change, 'chat#*#conversation#*', 'chat#*#open#*'),
    on(['PutItem'], 'chat#*#identity#*', 'chat#*#list#*'),
    on(['GetItem'], 'chat#*#revoked#*'),
    on(['Query', 'DeleteItem'], 'chat#*#roster#*'),
    on(['GetItem', 'PutItem', 'Query'], 'audit#*#account#*', 'audit#*#conversation#*', 'audit#*#checkpoint'),
    on(['GetItem', 'UpdateItem'], 'conf#*#brand'),
    on(['Query', 'DeleteItem'], 'chat#*#bare'),
  ],
  deliver: [on(['Query', 'GetItem'], 'conf#*#webhook'), on(['PutItem'], 'conf#*#webhook-outcome')],
  bootstrap: [
    on(change, 'conf#*#security-key'),
    on(['GetItem', 'PutItem'], 'conf#*#brand', 'auth#*#login#*'),
    on(
      ['PutItem'],
      'conf#*#authentication',
      'conf#*#engagement',
      'conf#*#issuer',
      'conf#*#provider',
      'conf#*#request',
      'conf#*#webhook',
      'conf#*#record-settings',
    ),
    on(change, 'chat#*#record#*', 'chat#*#records'),
    on(change, 'auth#*#user'),
    on(change, 'auth#*#session#*'),
    on(['DeleteItem'], 'auth#*#passkey#*', 'auth#*#recovery#*'),
    on(['PutItem'], 'auth#*#invitation#*', 'audit#*#pending#*'),
    on(change, 'chat#*#colleague', 'auth#*#admins'),
    on(['PutItem', 'DeleteItem'], 'auth#*#user-name'),
    on(['GetItem', 'PutItem', 'Query'], 'conf#_#brand-name'),
    on(['UpdateItem', 'PutItem'], 'auth#*#bot-key#*'),
    on(['GetItem'], 'chat#*#conversation#*'),
    on(['Query', 'DeleteItem'], 'conf#_#brand-name', ...wholeBrand),
    on(['DeleteItem'], 'chat#*#record#*', 'auth#*#login#*', 'auth#*#invitation#*'),
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
  const leadingKeysOf = ({ Condition }: Statement) =>
    (Condition as Record<string, Record<string, string[]>>)['ForAllValues:StringLike']?.[
      'dynamodb:LeadingKeys'
    ] ?? [];
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

  it.each(['consumer-api', 'step-up', 'backend-api', 'consumer-socket', 'connect', 'stream'] as const)(
    '%s can touch no auth item',
    (name) => {
      const patterns = onTable(name).flatMap(leadingKeysOf);
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(pattern).toMatch(/^(chat|conf|audit)#/);
    },
  );

  it('let the operator clear away every kind of thing that a brand has a list of', () => {
    const made = Object.values(keys as unknown as Record<string, (...args: string[]) => Key>);
    const lists = [...new Set(made.map((key) => key('b', '', '', '').pk))].filter((pk) =>
      /^(?:chat|conf|auth)#b#[^#]+$/.test(pk),
    );
    expect(lists.length).toBeGreaterThan(15);
    const cleared = onTable('bootstrap')
      .filter(has(/Query/))
      .filter(has(/Delete/))
      .flatMap(leadingKeysOf);
    expect(lists.filter((pk) => !cleared.includes(pk.replace('#b#', '#*#')))).toEqual([]);
  });

  it('name no partition that the store does not know', () => {
    const ids = [...'abcd'] as [string, string, string, string];
    const made = Object.values(keys as unknown as Record<string, (...args: string[]) => Key>);
    const partitions = [...new Set([...made.map((key) => key(...ids).pk), inboxPartition('a', 0)])];
    const like = (pattern: string) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
    for (const pattern of functionNames.flatMap((name) => onTable(name).flatMap(leadingKeysOf))) {
      const meant = partitions.filter((pk) => like(pattern).test(pk));
      expect({ pattern, meant: meant.length }).toEqual({ pattern, meant: 1 });
    }
  });

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
      'step-up',
      'consumer-socket',
      'agent-api',
      'agent-socket',
      'sign-in',
      'management',
      'backend-api',
      'stream',
      'bootstrap',
    ]);
    const [push] = statementsOf(app, 'stream').filter(has(/^execute-api:/));
    expect(push?.Action).toBe('execute-api:ManageConnections');
    const text = JSON.stringify(push?.Resource);
    expect(text.match(/\/live\/(POST|DELETE)\/@connections\/\*/g)).toHaveLength(2);
  });

  it("open a brand's sealed secrets only for the uses of each function", () => {
    const uses = (name: FunctionName, action: string) =>
      statementsOf(app, name)
        .filter((one) => actionsOf(one).includes(action) && JSON.stringify(one.Condition).includes(':use'))
        .map(({ Condition }) => Condition);
    const only = (...named: string[]) => [
      {
        StringEquals: { 'kms:EncryptionContext:use': named },
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['brand', 'use'] },
        Null: { 'kms:EncryptionContext:brand': 'false' },
      },
    ];
    expect(uses('step-up', 'kms:Decrypt')).toEqual(only('tokens', 'oidc', 'records'));
    expect(uses('step-up', 'kms:Encrypt')).toEqual([]);
    expect(uses('backend-api', 'kms:Decrypt')).toEqual(only('backend'));
    expect(uses('backend-api', 'kms:Encrypt')).toEqual([]);
    expect(uses('bootstrap', 'kms:Encrypt')).toEqual(only('backend', 'records', 'webhook'));
    expect(uses('bootstrap', 'kms:Decrypt')).toEqual([]);
    expect(uses('deliver', 'kms:Decrypt')).toEqual(only('webhook'));
    expect(uses('management', 'kms:Encrypt')).toEqual(
      only('tokens', 'oidc', 'backend', 'records', 'webhook'),
    );
    expect(uses('management', 'kms:Decrypt')).toEqual(only('records', 'tokens'));
    expect(those(/^kms:(En|De)crypt/)).toEqual([
      'step-up',
      'sign-in',
      'management',
      'backend-api',
      'deliver',
      'bootstrap',
    ]);
  });

  it('let only the stream append to the log and sign it, and open nothing', () => {
    expect(those(/^kms:(Sign|GetPublicKey)$/)).toEqual(['stream']);
    expect(statementsOf(app, 'stream').filter(has(/^kms:/)).flatMap(actionsOf)).toEqual([
      'kms:Sign',
      'kms:GetPublicKey',
    ]);
    const appending = functionNames.filter((name) =>
      onTable(name)
        .filter(has(/Put/))
        .flatMap(leadingKeysOf)
        .some((pattern) => /^audit#\*#(account|conversation|checkpoint)/.test(pattern)),
    );
    expect(appending).toEqual(['stream']);
    // Erasing takes the payload off an entry. It can neither add an entry nor take one away.
    for (const name of ['archive', 'retention'] as const) {
      const erasing = onTable(name)
        .filter(has(/Put|Update|Delete/))
        .filter((statement) =>
          leadingKeysOf(statement).some((pattern) => /^audit#\*#conversation/.test(pattern)),
        );
      expect(erasing.map(actionsOf)).toEqual([['dynamodb:GetItem', 'dynamodb:UpdateItem']]);
    }
  });

  it('let only sign-in open the secrets of agents, and only for a named brand and agent', () => {
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
