import { expect, test } from 'vitest';
import { htmlOf, textOf } from '@/lib/mail/letter';

const LETTER = {
  to: 'ada@example.com',
  subject: 'Sign in to <Northwind & Co>',
  lead: 'Somebody asked to sign in to <Northwind & Co>.',
  button: 'Sign in',
  link: 'https://app.example/sign-in/confirm?token=a&email=ada%40example.com',
  note: 'It works once.',
};

test('in plain text the link stands whole on a line of its own', () => {
  expect(textOf(LETTER)).toBe(
    'Somebody asked to sign in to <Northwind & Co>.\n\n' +
      'Sign in:\nhttps://app.example/sign-in/confirm?token=a&email=ada%40example.com\n\n' +
      'It works once.\n',
  );
});

test('in HTML nothing that was given is markup', () => {
  const html = htmlOf({ ...LETTER, link: 'https://app.example/"><script>' });
  expect(html).toContain('Somebody asked to sign in to &lt;Northwind &amp; Co&gt;.');
  expect(html).toContain('href="https://app.example/&quot;&gt;&lt;script&gt;"');
  expect(html).not.toContain('<script');
});

test('opening the mail tells nobody: it loads nothing', () => {
  expect(htmlOf(LETTER)).not.toMatch(/<(img|link|script|iframe)\b|url\(|@import/i);
});
