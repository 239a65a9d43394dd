import type { Clock } from './clock.ts';

export interface SignalsOptions {
  readonly clock: Clock;
  readonly changed: () => void;
  readonly typing: (on: boolean) => void;
  readonly read: (seq: number) => void;
}

/** Repeated this often while somebody types. */
const againMs = 4000;
/** No key for this long: not typing any more. */
const quietMs = 5000;
/** The other side's word is good for this long. */
const trustMs = 8000;
const readMs = 400;

/** Typing and read marks: told sparingly, forgotten by themselves. */
export class Signals {
  readonly #options: SignalsOptions;
  #otherTypes = false;
  #forget: () => void = () => {};
  #toldAt: number | undefined;
  #stopQuiet: () => void = () => {};
  #read = 0;
  #readWaits = false;

  constructor(options: SignalsOptions) {
    this.#options = options;
  }

  get otherTypes(): boolean {
    return this.#otherTypes;
  }

  otherTyped(on: boolean): void {
    this.#forget();
    this.#otherTypes = on;
    if (!on) return;
    this.#forget = this.#options.clock.after(trustMs, () => {
      this.#otherTypes = false;
      this.#options.changed();
    });
  }

  type(on: boolean): void {
    this.#stopQuiet();
    if (!on) {
      if (this.#toldAt !== undefined) this.#options.typing(false);
      this.#toldAt = undefined;
      return;
    }
    const now = this.#options.clock.now();
    if (this.#toldAt === undefined || now - this.#toldAt >= againMs) {
      this.#toldAt = now;
      this.#options.typing(true);
    }
    this.#stopQuiet = this.#options.clock.after(quietMs, () => this.type(false));
  }

  /** A message ends typing for everybody who sees it. */
  sent(): void {
    this.#stopQuiet();
    this.#toldAt = undefined;
  }

  /** Tells how far one has read: only ever further, and several marks in one. */
  read(seq: number, known: number): void {
    if (seq <= Math.max(known, this.#read)) return;
    this.#read = seq;
    if (this.#readWaits) return;
    this.#readWaits = true;
    this.#options.clock.after(readMs, () => {
      this.#readWaits = false;
      this.#options.read(this.#read);
    });
  }

  end(): void {
    this.#forget();
    this.#stopQuiet();
  }
}
