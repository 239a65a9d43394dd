import type { Duplex } from 'node:stream';

/**
 * Watches the raw bytes of a socket for the sizes of the frames that the client sends: the WebSocket library
 * tells whole messages only, and API Gateway limits frames too.
 * @param onFrame called with the payload's size as soon as a data frame's head is there
 */
export function watchFrames(socket: Duplex, onFrame: (bytes: number) => void): void {
  let head = Buffer.alloc(0);
  let skip = 0;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (rest.length > 0) {
      if (skip > 0) {
        const skipped = Math.min(skip, rest.length);
        skip -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const before = head.length;
      head = Buffer.concat([head, rest.subarray(0, 14)]);
      const parsed = parseHead(head);
      if (!parsed) return;
      rest = rest.subarray(parsed.headBytes - before);
      skip = parsed.payload;
      head = Buffer.alloc(0);
      if (!parsed.control) onFrame(parsed.payload);
    }
  });
}

/** A frame's head (RFC 6455, 5.2), or undefined while it is incomplete. */
function parseHead(bytes: Buffer): { headBytes: number; payload: number; control: boolean } | undefined {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return undefined;
  const control = (first & 0x08) !== 0;
  const mask = second & 0x80 ? 4 : 0;
  const short = second & 0x7f;
  const sizeBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const headBytes = 2 + sizeBytes + mask;
  if (bytes.length < headBytes) return undefined;
  const payload =
    sizeBytes === 2 ? bytes.readUInt16BE(2) : sizeBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  return { headBytes, payload, control };
}
