import type { Doorstep } from './doorstep.ts';

type Line = readonly [name: string, what: string];

/** Names and what they stand for, in two columns. */
function columns(lines: readonly Line[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
}

/**
 * What a newcomer needs to know once everything runs.
 * @param ms how long it took
 */
export function greeting(doorstep: Doorstep, ms: number): string {
  const { runtime, sample } = doorstep;
  const { publicOrigin, control } = runtime.addresses;
  const places = columns([
    ...(sample ? ([['The sample shop', sample.origin]] as const) : []),
    ["The agents' desk", `${publicOrigin}/desk/`],
    ['The console', `${publicOrigin}/console/`],
    ...(sample ? ([['OpenID provider', sample.provider]] as const) : []),
    ['HTTP API', `${publicOrigin}/api/`],
    ['WebSocket API', runtime.socketUrl],
    ['Prices of calls', `${control}/meter`],
  ]);
  return [
    '',
    `Doorstep runs on this machine, ready after ${(ms / 1000).toFixed(1)} s. Ctrl-C stops it.`,
    '',
    ...places,
    '',
    ...whatToTry(doorstep),
    '',
  ].join('\n');
}

function whatToTry({ sample, invitation }: Doorstep): string[] {
  if (!sample) return ['A brand and its first admin: npm run admin -- create --help'];
  const { brand, admin } = sample.brand;
  const chat = '2. In another window open the shop, write in its chat, and do not log in.';
  const desk =
    '3. At the desk accept it, and press "Ask to log in". In the shop log in as ada with lighthouse.';
  const alone = `No time? Ask the shop's bot for your account statement: ${sample.origin}/?chat=assistant`;
  if (invitation)
    return [
      'Try it',
      '  1. Become the admin: choose a password, scan the QR code. This link works once:',
      `     ${invitation}`,
      `  ${chat}`,
      `  ${desk}`,
      `  ${alone}`,
    ];
  return [
    'Try it',
    `  1. Sign in at the desk as ${admin.loginName}, of the brand ${brand}, with the password you chose.`,
    `     It is lost? npm run admin -- invite --brand ${brand} --email ${admin.loginName}`,
    `  ${chat}`,
    `  ${desk}`,
    `  ${alone}`,
  ];
}
