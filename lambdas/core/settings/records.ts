import type * as z from 'zod/mini';
import type { brandSettings } from '../../../contract/http/management/brand.ts';
import type { EngagementSettings } from '../../../contract/http/management/engagements.ts';

/** A brand as it is stored. */
export interface BrandRecord extends z.infer<typeof brandSettings> {
  readonly id: string;
  readonly version: number;
  /** How often the brand has begun to ask for a second factor. */
  readonly enforced?: number;
  /** Set while sockets are still to be closed because a second factor is asked for from now on. */
  readonly enforcing?: boolean;
}

/** An engagement as it is stored. */
export interface EngagementRecord extends EngagementSettings {
  readonly id: string;
  readonly version: number;
}
