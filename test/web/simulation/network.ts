import type { Socket } from '../../../web/client/link.ts';

/** What the network does to one call, frame or push. When the list is used up, all goes well. */
export type Fate =
  | 'ok'
  | 'late'
  | 'doubled'
  | 'request lost'
  | 'answer lost'
  | 'cut before'
  | 'cut after'
  | 'half';

export const fates: readonly Fate[] = [
  'ok',
  'late',
  'doubled',
  'request lost',
  'answer lost',
  'cut before',
  'cut after',
  'half',
];

/** The client's end of a socket. */
export class SimSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  onerror: (() => void) | null = null;
  readonly id: string;
  readonly #received: (text: string) => void;
  isOpen = true;

  constructor(id: string, received: (socket: SimSocket, text: string) => void) {
    this.id = id;
    this.#received = (text) => received(this, text);
  }

  send(text: string): void {
    if (this.isOpen) this.#received(text);
  }

  close(): void {
    this.isOpen = false;
  }

  cut(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.onclose?.();
  }
}
