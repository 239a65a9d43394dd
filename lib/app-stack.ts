import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { sealedAccess, tableAccess } from './access.ts';
import type { Config } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { EventBus } from './constructs/event-bus.ts';
import { DoorstepFunction } from './constructs/function.ts';
import { GatewayLogRole } from './constructs/gateway-log-role.ts';
import { Hourly } from './constructs/hourly.ts';
import { DoorstepHttpApi } from './constructs/http-api.ts';
import { grantLogSigning } from './constructs/log-key-grants.ts';
import { Pages } from './constructs/pages.ts';
import { grantSeals, grantSecrets } from './constructs/secrets-key-grants.ts';
import { SocketApi } from './constructs/socket-api.ts';
import { grantTable } from './constructs/table-grants.ts';
import { TableStream } from './constructs/table-stream.ts';
import { Webhooks } from './constructs/webhooks.ts';
import type { DataStack } from './data-stack.ts';
import { type FunctionName, functionNames, functions as specs } from './functions/catalog.ts';

interface AppStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  /** Each function's folder with its bundle. */
  readonly assetDirs: Record<FunctionName, string>;
  readonly pagesDir: string;
}

/** All that can be made again: functions, the two APIs, the pages. */
export class AppStack extends Stack {
  constructor(scope: Construct, id: string, props: AppStackProps) {
    super(scope, id, props);
    const { config, data } = props;
    const logRetention = config.logRetentionDays;

    const http = new DoorstepHttpApi(this, 'HttpApi', { logRetention });
    const sockets = new SocketApi(this, 'SocketApi', { logRetention });
    if (config.setGatewayLogRole) sockets.node.addDependency(new GatewayLogRole(this, 'GatewayLogRole'));
    const pages = new Pages(this, 'Pages', {
      pagesDir: props.pagesDir,
      apiDomain: http.domainName,
      socketOrigin: sockets.origin,
      publicOrigin: config.publicOrigin,
      certificateArn: config.certificateArn,
      logRetention,
    });

    const make = (name: FunctionName) =>
      new DoorstepFunction(this, pascal(name), {
        name,
        spec: specs[name],
        assetDir: props.assetDirs[name],
        logRetentionDays: logRetention,
        logLevel: config.logLevel,
      });
    const fn = Object.fromEntries(functionNames.map((name) => [name, make(name)])) as Record<
      FunctionName,
      DoorstepFunction
    >;
    for (const name of functionNames) grantTable(data.table, fn[name], tableAccess[name]);
    grantSecrets(data.secretsKey, fn['sign-in']);
    for (const name of functionNames) {
      const uses = sealedAccess[name];
      if (uses) grantSeals(data.secretsKey, fn[name], uses);
    }
    grantLogSigning(data.logKey, fn.stream);
    for (const name of pushing) sockets.grantConnections(fn[name]);
    for (const name of ['agent-api', 'consumer-api'] as const) sockets.tellUrl(fn[name]);
    for (const name of namingPages) pages.tellOrigin(fn[name]);
    for (const name of behindDistribution) pages.tellEdgeSecret(fn[name]);
    if (config.loopback)
      for (const name of fetching) fn[name].set('LOOPBACK_ORIGINS', config.loopback.join(','));

    http.route(fn);
    sockets.route(fn);
    const events = new EventBus(this, 'EventBus');
    for (const name of telling) events.grantPublish(fn[name]);
    const stream = new TableStream(this, 'TableStream', { table: data.table, fn: fn.stream });
    const webhooks = new Webhooks(this, 'Webhooks', { bus: events.bus, fn: fn.deliver });
    new Hourly(this, 'Hourly', { fn: fn.retention });
    new Alarms(this, 'Alarms', {
      functions: Object.values(fn),
      stream,
      webhooks,
      email: config.alarmEmail,
    });

    this.#output({
      PagesUrl: `${pages.origin}/`,
      SignInUrl: `${pages.origin}/sign-in/`,
      DeskUrl: `${pages.origin}/desk/`,
      HttpApiUrl: http.url,
      SocketUrl: sockets.url,
      EventBusArn: events.bus.eventBusArn,
      BootstrapFunctionName: fn.bootstrap.lambda.functionName,
    });
  }

  #output(values: Record<string, string>): void {
    for (const [name, value] of Object.entries(values)) new CfnOutput(this, name, { value });
  }
}

/** Those that post to open sockets, or close them. */
const pushing = [
  'consumer-api',
  'step-up',
  'consumer-socket',
  'agent-api',
  'agent-socket',
  'sign-in',
  'management',
  'bootstrap',
  'backend-api',
  'stream',
] as const satisfies FunctionName[];

/** Those whose callers come through the distribution, and count by their address. */
const behindDistribution = [
  'consumer-api',
  'step-up',
  'agent-api',
  'sign-in',
  'management',
  'archive',
  'backend-api',
] as const satisfies FunctionName[];

/** Those that check a request's origin against that of our pages, or make links to them. */
const namingPages = [
  'agent-api',
  'sign-in',
  'management',
  'archive',
  'bootstrap',
] as const satisfies FunctionName[];

/** Those that tell the brands' own systems what happened. */
const telling = ['management', 'stream'] as const satisfies FunctionName[];

/** Those that fetch from an address that a brand sets, or take one. */
const fetching = ['step-up', 'management', 'bootstrap', 'deliver'] as const satisfies FunctionName[];

const pascal = (name: string) =>
  name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
