import { expect, test } from 'vitest';
import { csv } from '@/lib/campaigns/csv';

test.each([
  ['plain', 'plain'],
  ['two words', 'two words'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+49', "'+49"],
  ['-2', "'-2"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  [-5, '-5'],
  [0, '0'],
  ['', ''],
])('a cell %j stands as %s', (value, written) => {
  expect(csv([[value]])).toBe(`${written}\r\n`);
});

test('lines end as RFC 4180 says, the last one too', () => {
  expect(
    csv([
      ['Day', 'Visits'],
      ['2026-11-16', 3],
    ]),
  ).toBe('Day,Visits\r\n2026-11-16,3\r\n');
});
