import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const BLACK_AND_WHITE = 0;
const ONE_BIT = 1;

/**
 * A square of dark (true) and light cells as a PNG of one bit a pixel, each cell `scale` pixels wide
 * (w3.org/TR/png: IHDR, IDAT, IEND).
 */
export function png(cells: readonly (readonly boolean[])[], scale: number): Buffer {
  const width = cells.length * scale;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([ONE_BIT, BLACK_AND_WHITE, 0, 0, 0], 8);
  const lines = cells.flatMap((row) => {
    const line = lineOf(row, scale, width);
    return Array.from({ length: scale }, () => line);
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(lines))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The filter byte (none), then the pixels; a set bit is white. */
function lineOf(row: readonly boolean[], scale: number, width: number): Buffer {
  const line = Buffer.alloc(1 + Math.ceil(width / 8));
  for (let x = 0; x < width; x += 1) {
    if (row[Math.floor(x / scale)] !== true)
      line[1 + (x >> 3)] = (line[1 + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
  }
  return line;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
