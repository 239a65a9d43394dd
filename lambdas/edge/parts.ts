/** The header that names the next part of a long answer (RFC 8288), by its query; nothing on the last part. */
export function nextPart(
  query: Readonly<Record<string, string | undefined>> | undefined,
): Record<string, string> {
  if (query === undefined) return {};
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return { link: `<?${new URLSearchParams(given)}>; rel="next"` };
}

/** A browser stores the file and does not show it as a page of ours. */
export const asFile = (name: string): Readonly<Record<string, string>> => ({
  'content-disposition': `attachment; filename="${name}"`,
});
