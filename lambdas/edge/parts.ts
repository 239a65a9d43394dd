/** The header that names the next part of a long answer (RFC 8288): the same query, after another number. */
export const nextPart = (after: number | undefined, format: string): Readonly<Record<string, string>> =>
  after === undefined ? {} : { link: `<?format=${format}&after=${after}>; rel="next"` };

/** A browser stores the file and does not show it as a page of ours. */
export const asFile = (name: string): Readonly<Record<string, string>> => ({
  'content-disposition': `attachment; filename="${name}"`,
});
