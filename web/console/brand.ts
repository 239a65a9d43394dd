import type { Answer, Input } from './api.ts';

export type BrandSettings = Input<'PUT /api/manage/brand'>['body'];

/** What of the brand a form saves: all of its settings go together, whichever screen changes some of them. */
export function brandSettings({ id: _, ...settings }: Answer<'GET /api/manage/brand'>): BrandSettings {
  return settings;
}
