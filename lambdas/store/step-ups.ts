import { absent, all, any, equals } from '../core/change.ts';
import type { Head } from '../core/conversation/head.ts';
import { fingerprint } from '../core/secrets.ts';
import type { Db } from './db.ts';
import { keys } from './table.ts';

/** What a step-up leaves beside the conversation: used tokens, and the conversations of a person. */
export class StepUps {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Uses a token up, for this conversation and challenge. False when it was used for another. `exp` is in seconds: the
   * record outlives every moment at which the token could still be accepted.
   */
  useToken(
    brand: string,
    issuer: string,
    jti: string,
    conversation: string,
    challenge: string,
    exp: number,
  ): Promise<boolean> {
    const again = all(equals(['conversation'], conversation), equals(['challenge'], challenge));
    const key = keys.jti(brand, fingerprint('jti', issuer, jti));
    return this.#db.put(
      { ...key, conversation, challenge, ttl: Math.ceil(exp) + 3600 },
      any(absent('pk'), again),
    );
  }

  /** Lists a conversation among those of the person who has just stepped it up; does nothing for any other head. */
  async rememberFor({ brand, id, engagement, skill, identity, owes }: Head): Promise<void> {
    if (identity === undefined || owes?.what.event !== 'stepped_up') return;
    const asked = skill === undefined ? {} : { skill };
    await this.#db.put({ ...keys.identity(brand, identity, id), engagement, ...asked, at: owes.at });
  }

  /** The conversations of a person, oldest first, after the one that an earlier page ended with. */
  async conversationsOf(
    brand: string,
    identity: string,
    limit: number,
    after?: string,
  ): Promise<{ ids: string[]; more: boolean }> {
    const { pk } = keys.identity(brand, identity, '');
    const { items, last } = await this.#db.query({
      pk,
      limit,
      ...(after === undefined ? {} : { startAfter: { pk, sk: after } }),
    });
    return { ids: items.map(({ sk }) => String(sk)), more: last !== undefined };
  }
}
