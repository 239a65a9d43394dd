import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { callDoorstep } from '../backend.ts';
import { brandName } from '../brand.ts';
import { customers } from '../customers.ts';

/** What the shop's systems need of an event: which request was released, and for whom. */
const released = z.object({
  type: z.literal('doorstep.request.released'),
  data: z.object({
    conversation: z.string(),
    data: z.object({
      request: z.string(),
      name: z.literal('statement'),
      input: z.object({ month: z.string() }),
      subject: z.string(),
    }),
  }),
});

/** Seconds by which clocks may differ. */
const tolerance = 300;

/**
 * Whether a delivery is Doorstep's (Standard Webhooks 1.0.0): HMAC-SHA-256 over id, time and body, in constant time.
 * @param secret as it was shown, with its prefix
 */
export function isSigned(headers: NodeJS.Dict<string | string[]>, body: string, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signatures } = headers;
  if (Math.abs(Date.now() / 1000 - Number(time)) > tolerance) return false;
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${time}.${body}`).digest();
  return String(signatures)
    .split(' ')
    .map((one) => Buffer.from(one.replace('v1,', ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

/**
 * What the shop's systems do with an event: they answer a request for an account statement. Doorstep may deliver it more than
 * once; the same answer again is the same.
 */
export async function actOn(app: string, keyDir: string, body: string): Promise<void> {
  const event = released.safeParse(JSON.parse(body));
  if (!event.success) return;
  const { conversation, data } = event.data.data;
  const customer = customers.find(({ id }) => id === data.subject);
  const text =
    customer &&
    `Account statement ${data.input.month} of ${customer.name}: balance 84.20, last order ${customer.attributes['last order']}.`;
  const path = `/api/backend/${brandName}/conversations/${conversation}/requests/${data.request}/result`;
  const result = text === undefined ? { ok: false } : { ok: true, value: { text } };
  const answer = await callDoorstep(app, keyDir, path, result);
  if (!answer.ok && answer.status >= 500) throw new Error(`Doorstep answered ${answer.status}`);
}
