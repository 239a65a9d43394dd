/** Which chat a page holds. */
export interface ChatName {
  readonly api: string;
  readonly brand: string;
  readonly engagement: string;
}

/** Under this a tab keeps a chat. */
export const savedKey = ({ api, brand, engagement }: ChatName): string =>
  `doorstep:${api}:${brand}:${engagement}`;

/** Whether what a tab has kept is to be gone on with: a conversation, a login under way, or something to send. */
export function isUnderWay(saved: string | null): boolean {
  const { started, stepUp, outbox } = JSON.parse(saved ?? '{}') as {
    readonly started?: boolean;
    readonly stepUp?: object;
    readonly outbox?: { readonly queue: readonly unknown[] };
  };
  return started === true || stepUp !== undefined || (outbox?.queue.length ?? 0) > 0;
}
