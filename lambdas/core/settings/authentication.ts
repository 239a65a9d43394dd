import type { AuthenticationSettings } from '../../../contract/http/management/authentication.ts';
import type { LoginMethod } from '../../../contract/login.ts';
import type { Problem } from '../../../contract/problems.ts';
import type { Settings } from '../conversation/head.ts';
import { done, type Result, refuse } from '../result.ts';
import type { EngagementRecord } from './records.ts';
import { isReturnAddress } from './return-address.ts';

/** How a brand's consumers authenticate, as it is stored. */
export interface AuthenticationRecord extends AuthenticationSettings {
  readonly version: number;
  /** Not a setting: it stands here so that every login request can tell without a further read. */
  readonly trial?: Trial;
}

/** Logins with a token that are reported to the admins: at which engagement, and until when, in milliseconds. */
export interface Trial {
  readonly engagement: string;
  readonly until: number;
}

const minute = 60_000;

/** What holds until an admin says otherwise. */
export const defaultAuthentication: AuthenticationRecord = {
  methods: [{ method: 'token' }],
  requestMinutes: 15,
  authenticatedMinutes: 30,
  acrScale: [],
  openConversation: 'keep_both',
  notNowMinutes: 2,
  mostPrompts: 20,
  returnAddresses: [],
  namespaces: {},
  version: 0,
};

/** Checks what a schema cannot say of the settings. */
export function checkAuthentication(settings: AuthenticationSettings): Result<AuthenticationSettings> {
  const errors: NonNullable<Problem['errors']> = [];
  const { acrScale, loginPage, methods, returnAddresses } = settings;
  if (new Set(acrScale).size < acrScale.length)
    errors.push({ path: 'acrScale', message: 'names a value twice' });
  if (new Set(methods.map(packMethod)).size < methods.length)
    errors.push({ path: 'methods', message: 'names a way twice' });
  if (loginPage !== undefined && !(isReturnAddress(loginPage) && /^https?:/.test(loginPage)))
    errors.push({ path: 'loginPage', message: 'must be an https address without a fragment' });
  if (methods.some(({ method }) => method === 'login_page') && loginPage === undefined)
    errors.push({ path: 'loginPage', message: 'is missing, and methods name it' });
  returnAddresses.forEach((address, index) => {
    if (!isReturnAddress(address))
      errors.push({ path: `returnAddresses.${index}`, message: "must be https or an app's own scheme" });
  });
  return errors.length > 0 ? refuse('invalid_request', { errors: errors.slice(0, 10) }) : done(settings);
}

/** What an admin should think twice of, in plain words. */
export const warningsOf = ({ requestMinutes }: AuthenticationSettings): string[] =>
  requestMinutes === null
    ? [
        'A login request does not expire while its conversation is open. Each click still makes a link of at most 10 minutes.',
      ]
    : [];

/** A way to log in, as a head keeps it. */
export const packMethod = ({ method, provider }: LoginMethod): string =>
  provider === undefined ? method : `${method}:${provider}`;

export function unpackMethod(packed: string): LoginMethod {
  const [method = '', provider] = packed.split(':');
  return { method: method as LoginMethod['method'], ...(provider === undefined ? {} : { provider }) };
}

/** The ways to log in at an engagement, the preferred one first. */
export const methodsOf = (
  engagement: EngagementRecord,
  brand: AuthenticationRecord,
): readonly LoginMethod[] =>
  engagement.channel === 'live_chat' ? [] : (engagement.methods ?? brand.methods);

/** After how many milliseconds of silence an anonymous session ends. */
export const idleOf = ({ idleMinutes = 30 }: EngagementRecord): number => idleMinutes * minute;

/** What a conversation of this engagement goes by from its beginning to its end. */
export function conversationSettings(engagement: EngagementRecord, brand: AuthenticationRecord): Settings {
  const { authenticatedMinutes, requestMinutes } = engagement;
  const request = requestMinutes === undefined ? brand.requestMinutes : requestMinutes;
  const rule = brand.openConversation;
  return {
    idle: idleOf(engagement),
    period: (authenticatedMinutes ?? brand.authenticatedMinutes) * minute,
    ...(request === null ? {} : { request: request * minute }),
    ...(rule === 'keep_both' ? {} : { rule }),
  };
}

/**
 * The values of `acr` that satisfy a required one: it and the stronger ones. Nothing when whatever comes will do, since the
 * weakest was asked for. Undefined values count as the weakest (RFC 9470, section 5).
 */
export function satisfying(scale: readonly string[], required: string): Result<readonly string[]> {
  const place = scale.indexOf(required);
  if (place < 0)
    return refuse('invalid_request', {
      errors: [{ path: 'acr', message: "is not on the brand's scale" }],
    });
  return done(place === 0 ? [] : scale.slice(place));
}
