/** What a function made of a batch: its answer, or that it failed. */
export type Delivered = { ok: true; answer: unknown } | { ok: false; reason: string };
export type Deliver = (functionName: string, event: { Records: unknown[] }) => Promise<Delivered>;
