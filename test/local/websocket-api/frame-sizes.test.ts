import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { watchFrames } from '../../../local/websocket-api/frame-sizes.ts';

/** A masked client frame: first byte, then a payload of so many zeros. */
function frame(first: number, size: number): Buffer {
  const mask = Buffer.alloc(4);
  if (size < 126) return Buffer.concat([Buffer.from([first, 0x80 | size]), mask, Buffer.alloc(size)]);
  const head = Buffer.alloc(size < 65_536 ? 4 : 10);
  head[0] = first;
  head[1] = 0x80 | (size < 65_536 ? 126 : 127);
  if (size < 65_536) head.writeUInt16BE(size, 2);
  else head.writeBigUInt64BE(BigInt(size), 2);
  return Buffer.concat([head, mask, Buffer.alloc(size)]);
}

describe('the sizes of frames', () => {
  it.each([1, 2, 3, 7, 1000, 1_000_000])('are found in chunks of %d bytes', async (chunk) => {
    const sizes = [0, 5, 125, 126, 40_000, 70_000, 3];
    const bytes = Buffer.concat([...sizes.map((size) => frame(0x81, size)), frame(0x89, 4), frame(0x02, 9)]);
    const socket = new PassThrough();
    const seen: number[] = [];
    watchFrames(socket, (size) => seen.push(size));
    for (let at = 0; at < bytes.length; at += chunk) socket.write(bytes.subarray(at, at + chunk));
    socket.end();
    await new Promise((resolve) => socket.on('end', resolve));
    // The ping (0x89) is a control frame: it is no message and not counted.
    expect(seen).toEqual([...sizes, 9]);
  });
});
