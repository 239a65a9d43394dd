import { setTimeout as sleep } from 'node:timers/promises';
import { type Addresses, bind, rewriteTo, upgradeOnlyServer } from './addresses.ts';
import type { System } from './assembly/model.ts';
import { REGION } from './assembly/physical.ts';
import { readSystem } from './assembly/read.ts';
import { readAssembly } from './assembly/template.ts';
import { createControlServer } from './control/server.ts';
import type { Deliver } from './delivered.ts';
import { startExpiry } from './dynamodb/expiry.ts';
import { StreamDelivery } from './dynamodb/stream-delivery.ts';
import { Tables } from './dynamodb/tables.ts';
import { startSchedules } from './events/schedule.ts';
import { Faults } from './faults.ts';
import { HttpApi } from './http-api/api.ts';
import { type HttpRequest, type HttpResponse, plain } from './http-api/message.ts';
import { createHttpServer } from './http-api/server.ts';
import { KeyFile } from './kms/keys.ts';
import type { Outcome } from './lambda/environment.ts';
import { Functions } from './lambda/functions.ts';
import { readable } from './lambda/log.ts';
import { SourceLines } from './lambda/source-lines.ts';
import { variablesOf } from './lambda/variables.ts';
import { close } from './listen.ts';
import { Meter } from './meter.ts';
import { LIMITS, type RuntimeOptions } from './options.ts';
import { LocalDistribution } from './pages/distribution.ts';
import { QueueDelivery } from './queues/delivery.ts';
import type { LocalQueue } from './queues/queue.ts';
import { openQueues, queueOf, requireQueue } from './queues/queues.ts';
import { services } from './services.ts';
import { State } from './state.ts';
import { WebSocketApi } from './websocket-api/api.ts';

export type { RuntimeOptions } from './options.ts';

/** How long functions may go on with what they are doing when everything is to end. */
const GRACE_MS = 3_000;

/** The application, running. */
export type Runtime = {
  addresses: Addresses;
  /** Where a client opens its socket, stage included; the ticket goes into the query. */
  socketUrl: string;
  system: System;
  functions: Functions;
  tables: Tables;
  queues: readonly LocalQueue[];
  meter: Meter;
  faults: Faults;
  sources: SourceLines;
  /** Invokes a function as an operator does; the answer is parsed. */
  invoke(name: string, event: unknown): Promise<{ payload: unknown } | { error: unknown }>;
  /** Waits until the streams' functions have seen everything. */
  settled(): Promise<void>;
  /** Ends everything in order; what was acknowledged is kept. */
  stop(): Promise<void>;
  /** Ends every environment in the middle of what it does, then everything else. */
  kill(): Promise<void>;
};

/** Starts the application that a cloud assembly describes. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const log = options.log ?? console.log;
  const limits = { ...LIMITS, ...options.limits };
  const meter = new Meter();
  const faults = new Faults();
  const sources = new SourceLines(options.maps);
  const state = options.state === undefined ? undefined : new State(options.state);

  type Handle = (request: HttpRequest) => Promise<HttpResponse>;
  const starting: Handle = async () => plain(503, 'Service Unavailable');
  const handle = { pages: starting, api: starting };
  const control = { answer: undefined as ReturnType<typeof services> | undefined };
  const found: { functions?: Functions } = {};
  const servers = {
    pages: createHttpServer((request) => handle.pages(request)),
    api: createHttpServer((request) => handle.api(request)),
    socket: upgradeOnlyServer(),
    control: createControlServer({
      get services() {
        return control.answer ?? ({} as ReturnType<typeof services>);
      },
      caller: (id) => found.functions?.caller(id),
      meter,
      faults,
    }),
  };
  const addresses = await bind(servers, options.ports ?? {});
  const closeServers = () => Promise.all(Object.values(servers).map((server) => close(server)));

  try {
    const stacks = readAssembly(options.assembly);
    const rewrites = (await options.rewrites?.(addresses)) ?? {};
    const system = readSystem(options.assembly, rewriteTo(addresses, stacks, rewrites));
    const tables = new Tables(system.tables, system.eventSources, state?.tables);
    const open = (): Promise<void> => tables.open(options.fresh ?? false);
    await (state ? state.open(open) : open());
    const queues = await openQueues(system, tables, limits.queuePace);
    const functions = new Functions(system.functions, {
      meter,
      environments: limits.environments,
      variables: (model, id) => variablesOf(model, id, addresses.control, REGION),
      log: (name, line) => log(readable(name, line, sources)),
    });
    found.functions = functions;
    const invoke = (name: string, event: string, route: string): Promise<Outcome> =>
      functions.invoke(name, event, route);

    const [httpModel] = system.httpApis;
    const [socketModel] = system.webSocketApis;
    const api = httpModel && new HttpApi(httpModel, invoke);
    const sockets = socketModel && new WebSocketApi(socketModel, servers.socket, invoke, limits);
    const toApi: Handle = (request) => api?.handle(request) ?? Promise.resolve(plain(404, 'Not Found'));
    handle.api = toApi;
    const distribution =
      system.distribution &&
      new LocalDistribution(system.distribution, (domain) =>
        httpModel && domain.startsWith(`${httpModel.id}.`) ? toApi : undefined,
      );
    handle.pages = distribution ? (request) => distribution.handle(request) : toApi;
    control.answer = services({
      system,
      tables,
      queues,
      keyFile: new KeyFile(state?.key),
      sockets,
      clientBufferBytes: limits.clientBufferBytes,
      invoke: (name, event, route) => functions.get(name)?.invoke(event, route),
    });

    const deliver =
      (route: string): Deliver =>
      async (name, event) => {
        const outcome = await invoke(name, JSON.stringify(event), route);
        if ('error' in outcome) return { ok: false, reason: outcome.error.errorMessage };
        return { ok: true, answer: JSON.parse(outcome.payload) };
      };
    const deadLetter = (arn: string, letter: object) => queueOf(queues, arn)?.send([JSON.stringify(letter)]);
    const deliveries = [
      ...tables.queues.map((queue) => new StreamDelivery(queue, deliver('stream'), log, deadLetter)),
      ...system.queueSources.map(
        (source) => new QueueDelivery(requireQueue(queues, source.queue), source, deliver('queue')),
      ),
    ];
    for (const delivery of deliveries) delivery.start();
    const stopSchedules = startSchedules(system.rules, invoke);
    const stopExpiry = startExpiry(tables, limits.expiryEveryMs);
    const socketUrl = `${addresses.socket}/${socketModel?.stage ?? ''}`;
    const endpoint = (service: string): string => `${addresses.control}/${service}`;
    state?.announce({
      ...addresses,
      socketUrl,
      endpoints: { dynamodb: endpoint('dynamodb'), kms: endpoint('kms'), lambda: endpoint('lambda') },
      functions: Object.fromEntries(functions.names.map((name) => [name, name])),
      tables: [...tables.models.keys()],
      pid: process.pid,
    });

    let ended: Promise<void> | undefined;
    const end = async (gently: boolean): Promise<void> => {
      stopSchedules();
      await Promise.all([close(servers.pages), close(servers.api)]);
      if (!gently) await functions.end();
      const finished = Promise.all([sockets?.stop(), ...deliveries.map((delivery) => delivery.stop())]);
      await Promise.race([finished, sleep(GRACE_MS, undefined, { ref: false })]);
      await functions.end();
      await finished;
      await stopExpiry();
      await closeServers();
      await tables.close();
      state?.withdraw();
    };
    return {
      addresses,
      socketUrl,
      system,
      functions,
      tables,
      queues,
      meter,
      faults,
      sources,
      invoke: async (name, event) => {
        const outcome = await invoke(name, JSON.stringify(event), 'Invoke');
        return 'error' in outcome ? outcome : { payload: JSON.parse(outcome.payload) };
      },
      settled: async () => {
        // What one of them has delivered may have given another one something to do.
        while (!deliveries.every((delivery) => delivery.idle)) await sleep(5);
      },
      stop: () => (ended ??= end(true)),
      kill: () => (ended ??= end(false)),
    };
  } catch (error) {
    await closeServers();
    throw error;
  }
}
