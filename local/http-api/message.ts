/** A request as it reaches the API, wherever it came from. */
export type HttpRequest = {
  method: string;
  /** Path and query, as sent. */
  url: string;
  /** Names in lower case; a repeated header is joined with commas. */
  headers: Record<string, string>;
  body: Buffer;
  sourceIp: string;
  sourcePort: number;
  protocol: string;
};

export type HttpResponse = {
  status: number;
  headers: Record<string, string>;
  cookies: string[];
  body: Buffer;
};

/** API Gateway's own answers: a status and a message. */
export function plain(status: number, message: string): HttpResponse {
  const body = Buffer.from(JSON.stringify({ message }));
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body };
}
