import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const help = `What only the operator of a Doorstep may do with its brands.

  npm run admin -- create --brand acme --name "Acme" --email ann@acme.test [options]
  npm run admin -- invite --brand acme --email ann@acme.test [options]
  npm run admin -- reset  --brand acme --email ann@acme.test [options]
  npm run admin -- open   --brand acme [options]
  npm run admin -- list   [options]
  npm run admin -- export --brand acme > acme.json
  npm run admin -- delete --brand acme --confirm acme [options]

  create               make a brand with its first admin; prints a one-use link that is good for 24 hours
  invite               invite an admin of a brand that exists: a new link, for a new password
  reset                take every second factor from an admin who has lost them; the password stays
  open                 let a brand's people sign in from every network again
  list                 list the brands there are
  export               print a brand's settings and users as JSON, without anything secret
  delete               delete a brand with its conversations and people, for good; its log stays
  --brand ID           the brand's id: small letters, digits and hyphens
  --name NAME          the brand's name, as people read it (create)
  --email NAME         the admin's login name
  --admin-name NAME    the admin's name, as people read it (else what stands before the @)
  --no-mfa             do not ask for a second factor (create); passwords must then be longer
  --file FILE          JSON with more of the brand (create): { "engagements": [...], "issuers": [...] }
  --confirm ID         the brand's id once more (delete)
  --function NAME      the bootstrap function of a deployed stack (its output BootstrapFunction);
                       the AWS credentials and region of this shell are used. Left out, the Doorstep
                       that runs on this machine is meant
  --state DIR          where that one keeps its state (.doorstep)
  --help               print this`;

const options = {
  brand: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  'admin-name': { type: 'string' },
  'no-mfa': { type: 'boolean' },
  file: { type: 'string' },
  confirm: { type: 'string' },
  function: { type: 'string' },
  state: { type: 'string', default: '.doorstep' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof read>['values'];

/** What a person did wrong, in a sentence; anything else that is thrown is a bug. */
class Misuse extends Error {}

function read() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Misuse((error as Error).message);
  }
}

function need(values: Values, name: 'brand' | 'name' | 'email' | 'confirm'): string {
  const value = values[name];
  if (!value) throw new Misuse(`--${name} is missing.`);
  return value;
}

function jsonFile(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch (error) {
    throw new Misuse(`${path} cannot be read as JSON: ${(error as Error).message}`);
  }
}

function adminOf(values: Values) {
  const loginName = need(values, 'email');
  return { loginName, name: values['admin-name'] ?? loginName.split('@', 1)[0] };
}

function newBrand(values: Values): object {
  const [brand, admin] = [need(values, 'brand'), adminOf(values)];
  const more = values.file === undefined ? {} : jsonFile(values.file);
  return { ...more, brand, name: need(values, 'name'), admin, ...(values['no-mfa'] ? { mfa: false } : {}) };
}

const notHere =
  'Doorstep does not run on this machine. Start it with "npm start", or name a deployed function with --function.';

interface Local {
  readonly endpoints: { readonly lambda: string };
  readonly functions: { readonly bootstrap: string };
}

/** The bootstrap function to call: a deployed one by name, else that of the Doorstep that runs here. */
function target(values: Values): { client: LambdaClient; name: string } {
  if (values.function !== undefined) return { client: new LambdaClient({}), name: values.function };
  const path = `${values.state}/local.json`;
  let local: Local;
  try {
    local = JSON.parse(readFileSync(path, 'utf8')) as Local;
  } catch {
    throw new Misuse(notHere);
  }
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new LambdaClient({ endpoint: local.endpoints.lambda, region: 'local', credentials });
  return { client, name: local.functions.bootstrap };
}

interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

type Call = <T>(event: object) => Promise<T>;

/** Calls the function; a problem that it answers is what the operator is told. */
async function invoke<T>({ client, name }: ReturnType<typeof target>, event: object): Promise<T> {
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) });
  const { Payload: payload, FunctionError: failed } = await client.send(command).catch((error: Error) => {
    const gone = 'code' in error && error.code === 'ECONNREFUSED';
    throw new Misuse(
      gone ? notHere : `The function ${name} cannot be called: ${error.message || error.name}`,
    );
  });
  if (failed || !payload) throw new Misuse(`The function ${name} failed; its log says why.`);
  const answer = JSON.parse(Buffer.from(payload).toString()) as T & Partial<Problem>;
  if (answer.code !== undefined && answer.title !== undefined) throw new Misuse(explain(answer as Problem));
  return answer;
}

function explain(answer: Problem): string {
  const errors = (answer.errors ?? []).map(({ path, message }) => `\n  ${path || 'request'}: ${message}`);
  return `${answer.title}${answer.detail ? ` ${answer.detail}` : ''} (${answer.code})${errors.join('')}`;
}

interface Invited {
  readonly invitation: { readonly link: string; readonly expiresAt: number };
}

function printLink({ invitation: { link, expiresAt } }: Invited): void {
  console.log(`Open this link to choose a password (until ${new Date(expiresAt).toISOString()}):`);
  console.log(link);
}

/** All pages of what the function lists. */
async function allOf<T>(call: Call, event: object): Promise<T[]> {
  const { items, cursor } = await call<{ items: T[]; cursor?: string }>(event);
  if (cursor === undefined) return items;
  const { cursor: _, ...first } = event as { cursor?: string };
  return [...items, ...(await allOf<T>(call, { ...first, cursor }))];
}

/** What each command does. */
const commands: Readonly<Record<string, (values: Values, call: Call) => Promise<void>>> = {
  create: async (values, call) => printLink(await call(newBrand(values))),
  invite: async (values, call) =>
    printLink(await call({ brand: need(values, 'brand'), invite: adminOf(values) })),
  reset: async (values, call) => {
    const { loginName } = adminOf(values);
    await call({ brand: need(values, 'brand'), resetFactors: { loginName } });
    console.log(`${loginName} enrols a second factor at the next sign-in.`);
  },
  open: async (values, call) => {
    const brand = need(values, 'brand');
    await call({ brand, openNetworks: true });
    console.log(`People of ${brand} may sign in from everywhere.`);
  },
  list: async (_values, call) => {
    const brands = await allOf<{ id: string; name: string; deleting?: boolean }>(call, { list: true });
    for (const { id, name, deleting } of brands)
      console.log(`${id}\t${name}${deleting ? '\t(being deleted: delete it once more)' : ''}`);
  },
  export: async (values, call) => {
    const brand = need(values, 'brand');
    const things = await allOf(call, { brand, export: true });
    console.log(JSON.stringify({ brand, things }, null, 2));
  },
  delete: async (values, call) => {
    const [brand, confirm] = [need(values, 'brand'), need(values, 'confirm')];
    for (let removed = 0; ; ) {
      const part = await call<{ done: boolean; removed: number }>({ brand, delete: { confirm } });
      removed += part.removed;
      console.log(`${removed} items removed${part.done ? ': done.' : '; going on.'}`);
      if (part.done) return;
    }
  },
};

async function main(): Promise<void> {
  const { values, positionals } = read();
  const [action = '', ...rest] = positionals;
  if (values.help) return console.log(help);
  const command = Object.hasOwn(commands, action) ? commands[action] : undefined;
  if (!command || rest.length > 0)
    throw new Misuse(`Say one of ${Object.keys(commands).join(', ')}; --help tells more.`);
  await command(values, (event) => invoke(target(values), event));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
