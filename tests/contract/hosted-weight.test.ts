import { get } from 'node:http';
import { expect } from 'vitest';
import { EVERYTHING, everyPage } from './every-page';
import { aFlowStage } from './portal-flow';
import { visit } from './portal-page';
import { localOnly } from './stripe-under-test';

const MOST = 30_000;

/** Bytes that a browser receives for a page, headers left out. */
const transferred = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip, deflate, br' } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });

// The longest words, the widest letters, and the locale that most read.
localOnly.each(['en', 'de', 'el', 'ru', 'th'])(
  'every hosted page in %s comes in under 30 kB and loads nothing more',
  async (locale) => {
    const pages = await everyPage(await aFlowStage({ features: EVERYTHING }), locale);
    expect(pages.size).toBe(19);
    const heavy: string[] = [];
    for (const [name, url] of pages) {
      const page = await visit(url);
      expect(`${name}: ${page.status}`).toBe(`${name}: 200`);
      expect(page.html).toContain(`<html lang="${locale}"`);
      expect(page.html).not.toMatch(/<(script|link|img|iframe|object|embed|video|audio|base)\b/i);
      expect(page.html).not.toMatch(/\b(src|srcset|background|poster|style)=|url\(|@import/i);
      expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
      const bytes = await transferred(url);
      if (bytes > MOST) heavy.push(`${name}: ${bytes}`);
    }
    expect(heavy).toEqual([]);
  },
);
