import fc from 'fast-check';
import { expect, test } from 'vitest';
import { garbageForm, hostileText } from './hostile-values';
import { aPopulatedAccount } from './populated-account';
import { patience, runs } from './runs';

const FORM = 'application/x-www-form-urlencoded';
const isNoFailure = (status: number): boolean => status >= 200 && status < 500;

/** A hosted page's answer to what a browser would never send. */
async function page(url: string, init: RequestInit = {}): Promise<number> {
  const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(10_000), ...init });
  await answer.text();
  return answer.status;
}

const pageTypes = [
  FORM,
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/json',
  'text/plain',
];

test(
  'hosted pages stand whatever is posted to them',
  async () => {
    const { pages } = await aPopulatedAccount();
    const request = fc.tuple(
      fc.constantFrom(...pages),
      fc.oneof(
        garbageForm,
        hostileText,
        fc.constantFrom('token=', 'token[]=1', '--x--', '--x\r\n\r\ntoken\r\n--x--'),
      ),
      fc.constantFrom(...pageTypes),
    );
    await fc.assert(
      fc.asyncProperty(request, async ([url, body, type]) => {
        expect(await page(url, { method: 'POST', body, headers: { 'content-type': type } })).toSatisfy(
          isNoFailure,
        );
      }),
      runs(80),
    );
  },
  patience(20_000),
);

test(
  'hosted pages read any Accept-Language, query and token',
  async () => {
    const { pages } = await aPopulatedAccount();
    const request = fc.tuple(
      fc.constantFrom(...pages),
      fc.oneof(
        fc.constantFrom(
          '',
          '*',
          'zz',
          'x',
          'de;q=2',
          'de-',
          'de-x',
          'de-aaaaaaaaa',
          'en-US-u-nu-xxxx',
          'i-klingon',
          ',,,',
          'a'.repeat(5000),
        ),
        fc.string({
          unit: fc.constantFrom('a', '-', ',', ';', 'q', '=', '.', '*', '0', ' ', '_'),
          maxLength: 20,
        }),
      ),
      fc.oneof(
        fc.constant(''),
        hostileText.map((text) => encodeURIComponent(text)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(request, async ([url, language, tail]) => {
        const headers = { 'accept-language': language };
        expect(await page(`${url}?${tail}`, { headers })).toSatisfy(isNoFailure);
        expect(await page(`${url}${tail}`, { headers })).toSatisfy(isNoFailure);
      }),
      runs(60),
    );
  },
  patience(20_000),
);

test.each(['🚀__x', 'x', 'en_US', '', ' ', 'i-klingon', 'abcdefghijklmnop', 'de-x', 'de-DE-u-nu-latn'])(
  'a customer whose preferred locale is "%s" can read the hosted pages',
  async (locale) => {
    const { account, ids, pages } = await aPopulatedAccount();
    const preferred = await account.call('POST', `/v1/customers/${ids.customer?.[0]}`, {
      preferred_locales: [locale],
    });
    expect([200, 400]).toContain(preferred.status);
    for (const url of pages) expect(await page(url)).toBe(200);
  },
);
