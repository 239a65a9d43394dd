import type { Clock } from './clock.ts';
import { afterEntry, isAnswerable, isOpen } from './head.ts';
import type { Outcome } from './outcome.ts';
import type { Assurance, Challenge, Conversation, Item } from './types.ts';

export interface ConversationHeadOptions {
  readonly clock: Clock;
  /** Says to the server that the time of a request to log in is over. */
  readonly expire: (challenge: string) => Promise<Outcome<unknown>>;
}

/** After the end, so that the server agrees. */
const lateMs = 1000;
/** Our clock may be ahead of the server's: said again this much later. */
const againMs = 10_000;

/** The conversation as it stands: the snapshot of the last join, and what happened since. */
export class ConversationHead {
  readonly #options: ConversationHeadOptions;
  #current: Conversation | undefined;
  #stopExpiry: () => void = () => {};

  constructor(options: ConversationHeadOptions) {
    this.#options = options;
  }

  get current(): Conversation | undefined {
    return this.#current;
  }

  joined(conversation: Conversation): void {
    this.#current = conversation;
    this.#watchChallenge();
  }

  /** Items in order; what the snapshot knows already changes nothing. */
  appeared(items: readonly Item[]): void {
    for (const item of items) {
      if (this.#current && item.kind === 'entry' && item.seq > this.#current.lastSeq)
        this.#current = afterEntry(this.#current, item);
    }
    this.#watchChallenge();
  }

  /** A push may be late: an older request, or an earlier state of one that has ended, changes nothing. */
  challenged(challenge: Challenge): void {
    const known = this.#current?.challenge;
    const late = known && (known.at > challenge.at || (known.id === challenge.id && !isAnswerable(known)));
    if (!this.#current || late) return;
    this.#current = { ...this.#current, challenge };
    this.#watchChallenge();
  }

  read(role: 'consumer' | 'agent', seq: number): void {
    const head = this.#current;
    if (head && head.read[role] < seq) this.#current = { ...head, read: { ...head.read, [role]: seq } };
  }

  /** The answer to a step-up said so, before the next socket could. */
  assured(assurance: Assurance, name: string | undefined): void {
    if (!this.#current) return;
    this.#current = { ...this.#current, assurance, ...(name === undefined ? {} : { name }) };
  }

  end(): void {
    this.#stopExpiry();
  }

  /** At the end of its time somebody has to say so; whichever client is there does. */
  #watchChallenge(laterMs = lateMs): void {
    this.#stopExpiry();
    const challenge = this.#current?.challenge;
    if (!isOpen(challenge) || challenge.expiresAt === undefined) return;
    const { clock, expire } = this.#options;
    const ms = Math.max(0, challenge.expiresAt - clock.now()) + laterMs;
    this.#stopExpiry = clock.after(ms, async () => {
      const said = await expire(challenge.id);
      if (!said.ok && said.failure.code !== 'challenge_not_open') this.#watchChallenge(againMs);
    });
  }
}
