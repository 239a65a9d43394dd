import * as z from 'zod/mini';
import { assurance } from '../conversation.ts';
import { id, s256, secret, seq, time } from '../fields.ts';
import { consumerBase, conversationParams } from './consumer.ts';
import { type HttpRoute, none } from './route.ts';

const shared = { function: 'step-up', access: 'consumer', query: none } as const;
const challengeParams = z.extend(conversationParams, { challenge: id });

/** The compact form of a JWS; its own form is checked when it is verified. */
const token = z.string().check(z.minLength(1), z.maxLength(16_384));

/** Every way in which a consumer authenticates. */
export const stepUpRoutes = {
  startChallenge: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/challenges/{challenge}/start`,
    summary:
      'Begin to answer a login request; binds it to the browser that holds the verifier. A later start supersedes.',
    params: challengeParams,
    body: z.strictObject({ verifierHash: s256 }),
    status: 200,
    answer: z.strictObject({ nonce: z.string(), expiresAt: time }),
  },
  redeem: {
    ...shared,
    method: 'POST',
    path: `${consumerBase}/conversations/{conversation}/challenges/{challenge}/redeem`,
    summary:
      'Redeem a token that the brand signed: the conversation becomes authenticated. A repeat is answered the same for 5 minutes.',
    params: challengeParams,
    body: z.strictObject({ verifier: secret, token, nextTokenHash: s256 }),
    status: 200,
    answer: z.strictObject({ conversation: id, seq, assurance, name: z.optional(z.string()) }),
  },
} as const satisfies Record<string, HttpRoute>;
