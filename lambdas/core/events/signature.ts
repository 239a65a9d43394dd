import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** A secret for signing webhooks: 256 random bits, written as Standard Webhooks has it. */
export const newWebhookSecret = (): string => prefix + randomBytes(32).toString('base64');

/**
 * The headers of a delivery (Standard Webhooks 1.0.0): id, time in seconds, and HMAC-SHA-256 of id, time and body under each
 * secret, with a space between.
 */
export function signedHeaders(id: string, body: string, secrets: readonly string[], now: number) {
  const timestamp = Math.floor(now / 1000);
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}
