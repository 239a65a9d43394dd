import { beforeAll, describe, expect, it } from '@jest/globals';
import { functionNames } from '../../lib/functions/catalog.ts';
import { functionsOf, ofType, synthesize, type Template, variablesOf } from './fixture.ts';

describe('the functions', () => {
  let app: Template;
  beforeAll(() => {
    app = synthesize({ logRetentionDays: 30, logLevel: 'WARN' }).app;
  });

  const withVariable = (variable: string) =>
    functionNames.filter((name) => variable in variablesOf(functionsOf(app)[name]));

  it.each(functionNames)('%s runs on Node.js 24 and arm64, within the limits of the gateways', (name) => {
    const { Properties } = functionsOf(app)[name];
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'WARN' },
    });
    // The gateway gives a socket's frame 29 seconds; these have no gateway before them.
    expect(Properties.Timeout).toBeLessThan(['stream', 'retention'].includes(name) ? 61 : 29);
    expect(Properties.VpcConfig).toBeUndefined();
  });

  it('write to a log group each, which ends', () => {
    const groups = ofType(app, 'AWS::Logs::LogGroup');
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual(groups.map(() => 30));
    const used = Object.values(functionsOf(app)).map(({ Properties }) =>
      JSON.stringify((Properties.LoggingConfig as { LogGroup: unknown }).LogGroup),
    );
    expect(new Set(used).size).toBe(functionNames.length);
  });

  it('know what they need, and no more', () => {
    expect(withVariable('TABLE_NAME')).toEqual(functionNames);
    expect(withVariable('PUBLIC_ORIGIN')).toEqual([
      'agent-api',
      'sign-in',
      'management',
      'archive',
      'bootstrap',
    ]);
    expect(withVariable('KMS_KEY_ID')).toEqual([
      'step-up',
      'sign-in',
      'management',
      'backend-api',
      'deliver',
      'bootstrap',
    ]);
    expect(withVariable('LOG_KEY_ID')).toEqual(['stream']);
    expect(withVariable('EVENT_BUS')).toEqual(['management', 'stream']);
    expect(withVariable('DELIVERIES_QUEUE_URL')).toEqual(['deliver']);
    expect(withVariable('WEBSOCKET_URL')).toEqual(['consumer-api', 'agent-api']);
    expect(withVariable('EDGE_SECRET')).toEqual([
      'consumer-api',
      'step-up',
      'agent-api',
      'sign-in',
      'management',
      'archive',
      'backend-api',
    ]);
    expect(withVariable('AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI')).toEqual(
      functionNames.filter((name) => !['connect', 'archive', 'retention', 'deliver'].includes(name)),
    );
    expect(withVariable('LOOPBACK_ORIGINS')).toEqual([]);
  });

  it('may fetch from loopback only where the configuration says so', () => {
    const loopback = synthesize({ loopback: ['http://127.0.0.1:4100', 'http://localhost:4200'] }).app;
    const { management } = functionsOf(loopback);
    expect(variablesOf(management).LOOPBACK_ORIGINS).toBe('http://127.0.0.1:4100,http://localhost:4200');
  });

  it('reach the management API at its real address, stage included', () => {
    const address = variablesOf(functionsOf(app).stream).AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI;
    expect(JSON.stringify(address)).toMatch(
      /^\{"Fn::Join":\["",\["https:\/\/",.*"ApiEndpoint".*,"\/live"\]\]\}$/,
    );
  });

  it('hold no secret that the template shows', () => {
    const { EDGE_SECRET } = variablesOf(functionsOf(app).management);
    expect(EDGE_SECRET).toEqual({ 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] });
  });

  it('have no ingress but the gateways: no function URL anywhere', () => {
    expect(ofType(app, 'AWS::Lambda::Url')).toEqual([]);
    const callers = ofType(app, 'AWS::Lambda::Permission').map(({ Properties }) => Properties);
    const [hourly, ...others] = callers.filter(({ Principal }) => Principal !== 'apigateway.amazonaws.com');
    expect([hourly?.Principal, others]).toEqual(['events.amazonaws.com', []]);
    expect(JSON.stringify(hourly?.FunctionName)).toContain(functionsOf(app).retention.id);
    for (const { SourceArn } of callers) expect(SourceArn).toBeDefined();
    const called = JSON.stringify(callers.map(({ FunctionName }) => FunctionName));
    for (const name of ['stream', 'bootstrap'] as const)
      expect(called).not.toContain(functionsOf(app)[name].id);
  });
});
