// One environment of a function: it loads the bundled handler and gives it one event at a time.
// Plain JavaScript, because stripping types would double the time that a new environment takes to start.
import { subscribe } from 'node:diagnostics_channel';
import { parentPort, workerData } from 'node:worker_threads';

/** How far the current event's chain of DynamoDB calls has come, and whether a push has begun. */
let chain = { ended: 0, pushed: false };
const trips = new WeakMap();

// A call's place in the chain can only be seen here: at the service, calls made together may arrive one after another.
subscribe('http.client.request.created', ({ request }) => {
  const service = /^\/e\/[^/]+\/([a-z]+)/.exec(request.path)?.[1];
  if (service === undefined) return;
  const trip = chain.ended + (service === 'dynamodb' ? 1 : 0);
  trips.set(request, { trip, chain });
  request.setHeader('x-local-trip', String(trip));
  if (chain.pushed) request.setHeader('x-local-pushed', 'yes');
  if (service === 'connections' && request.method === 'POST') chain.pushed = true;
});
subscribe('http.client.response.finish', ({ request }) => {
  const call = trips.get(request);
  if (call) call.chain.ended = Math.max(call.chain.ended, call.trip);
});

const describe = (error) =>
  error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };

async function load() {
  const module = await import(workerData.module);
  const handler = module[workerData.export];
  if (typeof handler === 'function') return handler;
  throw Object.assign(new Error(`${workerData.export} is not exported by ${workerData.module}`), {
    name: 'Runtime.HandlerNotFound',
  });
}

async function answer(handler, { event, context }) {
  chain = { ended: 0, pushed: false };
  const { deadline, ...facts } = context;
  try {
    const result = await handler(JSON.parse(event), {
      ...facts,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    });
    parentPort.postMessage({ type: 'result', payload: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    parentPort.postMessage({ type: 'error', error: describe(error) });
  }
}

try {
  const handler = await load();
  parentPort.on('message', (message) => answer(handler, message));
  parentPort.postMessage({ type: 'ready' });
} catch (error) {
  parentPort.postMessage({ type: 'init-error', error: describe(error) });
}
