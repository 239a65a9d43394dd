/** More than this of one conversation is for an admin's export. */
const mostParts = 50;

/** Takes a conversation along as a file of text: all of its parts. Says whether it came about. */
export async function takeTranscript(conversation: string): Promise<boolean> {
  const address = new URL(
    `/api/agent/conversations/${encodeURIComponent(conversation)}/transcript`,
    location.origin,
  );
  const texts: string[] = [];
  let next: URL | undefined = address;
  for (let part = 0; next && part < mostParts; part += 1) {
    const answer: Response | undefined = await fetch(next, { cache: 'no-store' }).catch(() => undefined);
    if (!answer?.ok) return false;
    texts.push(await answer.text());
    const named: string | undefined = /<([^>]*)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
    next = named === undefined ? undefined : new URL(named, address);
  }
  save(new Blob(texts, { type: 'text/plain' }), `${conversation}.txt`);
  return true;
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
