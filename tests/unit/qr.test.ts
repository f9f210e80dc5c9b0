import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { png } from '@/lib/campaigns/png';
import { qrCells, qrPath, qrSvg } from '@/lib/campaigns/qr';

test('a picture of one bit a pixel holds each cell as a square, light where nothing is dark', () => {
  const file = png(
    [
      [true, false],
      [false, true],
    ],
    3,
  );
  expect(file.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
  expect(file.subarray(12, 29).toString('hex')).toBe('494844520000000600000006' + '0100000000');
  const length = file.readUInt32BE(33);
  expect(file.subarray(37, 41).toString('latin1')).toBe('IDAT');
  // a filter byte, then six pixels and two that nobody sees; a set bit is white
  expect([...inflateSync(file.subarray(41, 41 + length))]).toEqual([
    ...[0, 0b00011100, 0, 0b00011100, 0, 0b00011100],
    ...[0, 0b11100000, 0, 0b11100000, 0, 0b11100000],
  ]);
  // every PNG ends with these twelve bytes
  expect(file.subarray(-12).toString('hex')).toBe('0000000049454e44ae426082');
});

test('the code has its quiet zone of four cells and the three marks in its corners', () => {
  const cells = qrCells('http://localhost:3000/go/SPRING25-k3x9mz');
  const size = cells.length;
  expect(size).toBe(29 + 8); // version 3: enough for these 40 characters at error correction M
  const dark = cells.flatMap((row, y) => row.flatMap((is, x) => (is ? [[x, y]] : [])));
  const inside = (at: number) => at >= 4 && at < size - 4;
  expect(dark.every(([x = 0, y = 0]) => inside(x) && inside(y))).toBe(true);
  const corner = (x: number, y: number) =>
    cells.slice(y, y + 7).map((row) =>
      row
        .slice(x, x + 7)
        .map(Number)
        .join(''),
    );
  const mark = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
  expect([corner(4, 4), corner(size - 11, 4), corner(4, size - 11)]).toEqual([mark, mark, mark]);
});

test('the path draws runs of dark cells', () => {
  expect(
    qrPath([
      [true, true, false, true],
      [false, false, false, false],
    ]),
  ).toBe('M0 0h2v1H0zM3 0h1v1H3z');
  expect(qrSvg('x')).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 29 29"/);
});
