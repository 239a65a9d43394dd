import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';

const loopback = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/;
const isLoopback = (value: string) => loopback.test(value);
const isHttpsOrigin = (value: string) =>
  URL.canParse(value) && value.startsWith('https://') && new URL(value).origin === value;

const origin = z
  .string()
  .refine(
    (value) => isHttpsOrigin(value) || isLoopback(value),
    'must be an origin such as https://chat.example.com',
  );

/** What a deployment is asked to be. Every field has a default; `doorstep.config.json` names those that differ. */
const schema = z.strictObject({
  /** The stacks are `<prefix>Data` and `<prefix>App`. */
  prefix: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]{0,30}$/, 'must begin with a capital and hold letters and digits only')
    .default('Doorstep'),
  /** The account to deploy to; left out, that of the credentials at deployment. */
  account: z
    .string()
    .regex(/^\d{12}$/, 'must be twelve digits')
    .optional(),
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be a region such as eu-central-1')
    .optional(),
  /** Where pages and API are reached; left out, the distribution's own address. A loopback origin needs `loopback`. */
  publicOrigin: origin.optional(),
  /** The certificate of `publicOrigin`, in us-east-1 as CloudFront wants it. */
  certificateArn: z
    .string()
    .regex(/^arn:[a-z-]+:acm:us-east-1:\d{12}:certificate\/.+$/, 'must be a certificate in us-east-1')
    .optional(),
  /** For a laptop only: the exact loopback origins that may be fetched from. */
  loopback: z
    .array(z.string().refine(isLoopback, 'must be a loopback origin such as http://127.0.0.1:4100'))
    .optional(),
  logRetentionDays: z
    .union(
      [
        1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
        3653,
      ].map((days) => z.literal(days)),
      'must be a number of days that CloudWatch knows, such as 30, 90 or 365',
    )
    .default(90),
  /** Whether table and key outlive the stack and refuse to be deleted. */
  keepData: z.boolean().default(true),
  /** Whether to set the account's role for API Gateway's logs, of which there is one for each account and region. */
  setGatewayLogRole: z.boolean().default(true),
  alarmEmail: z.email('must be an e-mail address').optional(),
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
});

export type Config = z.infer<typeof schema>;

/** The configuration is not usable; the message says which field, and what it must be. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Checks a configuration and fills in its defaults. Throws `ConfigError`, naming every field that is wrong. */
export function parseConfig(input: unknown, environment: NodeJS.ProcessEnv = process.env): Config {
  const { success, data: config, error } = schema.safeParse(input);
  if (!success) throw new ConfigError(error.issues.map(sentence).join('\n'));
  if (config.loopback && (config.account ?? environment.CDK_DEFAULT_ACCOUNT)) {
    throw new ConfigError(
      'loopback: is for a laptop; an account to deploy to must not fetch from loopback addresses',
    );
  }
  if (config.publicOrigin && isLoopback(config.publicOrigin) && !config.loopback) {
    throw new ConfigError('publicOrigin: must begin with https:// unless loopback is set');
  }
  if (config.certificateArn && !config.publicOrigin) {
    throw new ConfigError('certificateArn: needs publicOrigin, whose certificate it is');
  }
  return config;
}

/**
 * Reads the configuration from `DOORSTEP_CONFIG` (a file's path, or the JSON itself), or else from
 * `doorstep.config.json` where it exists. Throws `ConfigError`.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = environment.DOORSTEP_CONFIG;
  if (given?.trimStart().startsWith('{')) return parseConfig(json(given, 'DOORSTEP_CONFIG'), environment);
  const file = given ?? 'doorstep.config.json';
  if (!existsSync(file)) {
    if (given === undefined) return parseConfig({}, environment);
    throw new ConfigError(`DOORSTEP_CONFIG: there is no file ${given}`);
  }
  return parseConfig(json(readFileSync(file, 'utf8'), file), environment);
}

function json(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConfigError(`${source}: is not JSON (${error instanceof Error ? error.message : error})`);
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `${issue.keys.join(', ')}: is not a setting`;
  return `${issue.path.join('.') || 'configuration'}: ${issue.message}`;
}
