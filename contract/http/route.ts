import * as z from 'zod/mini';

/** Who may call: `consumer` by bearer token, the others by session cookie; `half` after the password alone, `backend` by signing. */
export type Access = 'public' | 'consumer' | 'half' | 'agent' | 'admin' | 'backend';

export interface HttpRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
  /** As API Gateway writes it: `{name}` takes one segment, `{name+}` the rest. */
  readonly path: string;
  readonly function:
    | 'consumer-api'
    | 'step-up'
    | 'agent-api'
    | 'sign-in'
    | 'management'
    | 'archive'
    | 'backend-api';
  readonly summary: string;
  readonly access: Access;
  readonly params: z.ZodMiniObject;
  readonly query: z.ZodMiniObject;
  readonly body?: z.ZodMiniType;
  /** Characters; where it is more than other routes take. */
  readonly largestBody?: number;
  readonly status: number;
  readonly answer?: z.ZodMiniType;
  /** Media types that the answer may have instead of JSON. */
  readonly texts?: readonly string[];
}

/** Whether a repeat may name itself as one by an `Idempotency-Key`: what an admin creates is created once. */
export const takesIdempotencyKey = ({ method, status, access }: HttpRoute): boolean =>
  method === 'POST' && status === 201 && access === 'admin';

export const none = z.strictObject({});
