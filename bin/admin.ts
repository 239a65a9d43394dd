import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';

const help = `Makes the first admin of a brand, or lets an admin back in. Prints a one-use link that is good for 24 hours.

  npm run admin -- create --brand acme --name "Acme" --email ann@acme.test [options]
  npm run admin -- invite --brand acme --email ann@acme.test [options]

  create               make a brand with its first admin
  invite               invite an admin of a brand that exists: a new link, for a new password
  --brand ID           the brand's id: small letters, digits and hyphens
  --name NAME          the brand's name, as people read it (create)
  --email NAME         the admin's login name
  --admin-name NAME    the admin's name, as people read it (else what stands before the @)
  --no-mfa             do not ask for a second factor (create); passwords must then be longer
  --file FILE          JSON with more of the brand (create): { "engagements": [...], "issuers": [...] }
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

function need(values: Values, name: 'brand' | 'name' | 'email'): string {
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

function eventOf(action: string | undefined, values: Values): Record<string, unknown> {
  const brand = need(values, 'brand');
  const loginName = need(values, 'email');
  const admin = { loginName, name: values['admin-name'] ?? loginName.split('@', 1)[0] };
  if (action === 'invite') return { brand, invite: admin };
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

type Answer =
  | { readonly brand: string; readonly invitation: { readonly link: string; readonly expiresAt: number } }
  | {
      readonly code: string;
      readonly title: string;
      readonly detail?: string;
      readonly errors?: readonly { readonly path: string; readonly message: string }[];
    };

async function invoke({ client, name }: ReturnType<typeof target>, event: unknown): Promise<Answer> {
  const command = new InvokeCommand({ FunctionName: name, Payload: Buffer.from(JSON.stringify(event)) });
  const { Payload: payload, FunctionError: failed } = await client.send(command).catch((error: Error) => {
    const gone = 'code' in error && error.code === 'ECONNREFUSED';
    throw new Misuse(
      gone ? notHere : `The function ${name} cannot be called: ${error.message || error.name}`,
    );
  });
  if (failed || !payload) throw new Misuse(`The function ${name} failed; its log says why.`);
  return JSON.parse(Buffer.from(payload).toString()) as Answer;
}

function explain(answer: Exclude<Answer, { invitation: unknown }>): string {
  const errors = (answer.errors ?? []).map(({ path, message }) => `\n  ${path || 'request'}: ${message}`);
  return `${answer.title}${answer.detail ? ` ${answer.detail}` : ''} (${answer.code})${errors.join('')}`;
}

async function main(): Promise<void> {
  const { values, positionals } = read();
  const [action, ...rest] = positionals;
  if (values.help) return console.log(help);
  if ((action !== 'create' && action !== 'invite') || rest.length > 0)
    throw new Misuse('Say "create" or "invite"; --help tells more.');
  const event = eventOf(action, values);
  const answer = await invoke(target(values), event);
  if (!('invitation' in answer)) throw new Misuse(explain(answer));
  console.log(
    `Open this link to choose a password (until ${new Date(answer.invitation.expiresAt).toISOString()}):`,
  );
  console.log(answer.invitation.link);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Misuse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
