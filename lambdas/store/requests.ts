import type { ProtectedRequest, RequestEnd, RequestResult } from '../../contract/protected-request.ts';
import type { Wanted } from '../core/challenge/wanted.ts';
import { absent, all, equals, type Item, to } from '../core/change.ts';
import { type Result, refuse } from '../core/result.ts';
import { fingerprint } from '../core/secrets.ts';
import type { Db, Outcome } from './db.ts';
import { keys } from './table.ts';

/** A protected request as it is stored beside its conversation. JSON stands in it as text. */
export interface RequestRecord extends Pick<Wanted, 'acr' | 'enough' | 'maxAge'> {
  /** The caller's own id, made short. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly input: string;
  readonly state: ProtectedRequest['state'];
  readonly at: number;
  readonly ok?: boolean;
  readonly value?: string;
}

/** A request's id in the table: as long as it must be, since it also stands in the head. */
export const requestId = (conversation: string, agent: string, id: string): string =>
  fingerprint('request', conversation, agent, id).slice(0, 11);

export const requestView = ({
  id,
  name,
  title,
  state,
  at,
  input,
  ok,
  value,
}: RequestRecord): ProtectedRequest => ({
  id,
  name,
  title,
  state,
  at,
  input: JSON.parse(input) as Record<string, unknown>,
  ...(ok === undefined ? {} : { result: resultOf(ok, value) }),
});

const resultOf = (ok: boolean, value: string | undefined): RequestResult => ({
  ok,
  ...(value === undefined ? {} : { value: JSON.parse(value) as Record<string, unknown> }),
});

/** Protected requests. That each is released once is decided in the head; here stands what they are about. */
export class Requests {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(brand: string, conversation: string, id: string): Promise<RequestRecord | undefined> {
    return (await this.#db.get(keys.request(brand, conversation, id))) as unknown as
      | RequestRecord
      | undefined;
  }

  /** Puts a request that is new, or finds the same one. Another of the same id is a conflict. */
  async begin(brand: string, conversation: string, request: RequestRecord): Promise<Result<RequestRecord>> {
    const item = JSON.parse(JSON.stringify(request)) as Item;
    const there = await this.#db.putNew({ ...keys.request(brand, conversation, request.id), ...item });
    if (!there) return { ok: true, value: request };
    const found = there as unknown as RequestRecord;
    return found.name === request.name && found.input === request.input
      ? { ok: true, value: found }
      : refuse('conflict', { detail: 'This id is that of another request.' });
  }

  /** Notes what the head has decided. Safe to repeat; what is answered stays so. */
  async settle(
    brand: string,
    conversation: string,
    id: string,
    state: 'released' | RequestEnd,
  ): Promise<void> {
    await this.#db.change(keys.request(brand, conversation, id), {
      already: equals(['state'], state),
      guards: [{ that: equals(['state'], 'waiting'), otherwise: refuse('conflict').refusal }],
      set: { state: to(state) },
    });
  }

  /** Accepts one result; the same again is the same, another is refused. */
  answer(
    brand: string,
    conversation: string,
    id: string,
    ok: boolean,
    value: string | undefined,
  ): Promise<Outcome> {
    const same = value === undefined ? absent('value') : equals(['value'], value);
    return this.#db.change(keys.request(brand, conversation, id), {
      already: all(equals(['state'], 'answered'), equals(['ok'], ok), same),
      guards: [
        {
          that: equals(['state'], 'released'),
          otherwise: refuse('conflict', { detail: 'This request takes no result.' }).refusal,
        },
      ],
      set: { state: to('answered'), ok: to(ok), ...(value === undefined ? {} : { value: to(value) }) },
    });
  }
}
