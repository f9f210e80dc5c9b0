import { inflateSync } from 'node:zlib';
import { expect } from 'vitest';
import { aCustomer } from '../factories';
import { anAccount, localOnly } from './stripe-under-test';

const { stripe } = anAccount();

/** Where the fonts' encoding, Windows-1252, is not Latin-1. */
const WINDOWS: Record<string, string> = { '\x80': '€', '\x96': '–' };

/** What a PDF of ours says, a line each: its texts are hexadecimal, in compressed streams. */
function textsOf(file: Buffer): string[] {
  const texts: string[] = [];
  const latin1 = file.toString('latin1');
  // by its length: a compressed stream may end in a byte that looks like the end of a line
  for (const found of latin1.matchAll(/<<[^<>]*\/Length (\d+)[^<>]*>>\s*stream\r?\n/g)) {
    const start = found.index + found[0].length;
    const content = inflateSync(file.subarray(start, start + Number(found[1]))).toString('latin1');
    for (const [, hex = ''] of content.matchAll(/<([0-9A-F]+)> Tj/g))
      texts.push(
        Buffer.from(hex, 'hex')
          .toString('latin1')
          .replace(/[\x80\x96]/g, (sign) => WINDOWS[sign] ?? sign),
      );
  }
  return texts;
}

async function anInvoice(currency: string, lines: [description: string, amount: number][], coupon?: string) {
  const { customer } = await aCustomer(stripe);
  const { id = '' } = await stripe.invoices.create({
    customer,
    currency,
    ...(coupon && { discounts: [{ coupon }] }),
  });
  await stripe.invoices.addLines(id, {
    lines: lines.map(([description, amount]) => ({ description, amount })),
  });
  return stripe.invoices.finalizeInvoice(id);
}

const download = async (url: string | null | undefined) => {
  const answer = await fetch(String(url));
  return { answer, file: Buffer.from(await answer.arrayBuffer()) };
};

localOnly('a finalized invoice can be downloaded as a PDF with the figures of its page', async () => {
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' });
  const open = await anInvoice(
    'usd',
    [
      ['Consulting', 123_450],
      ['Credit', -50],
    ],
    coupon,
  );
  const { answer, file } = await download(open.invoice_pdf);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="Invoice-${open.number}.pdf"`);
  expect(file.subarray(0, 5).toString()).toBe('%PDF-');
  expect(textsOf(file)).toEqual([
    expect.stringMatching(/^acct_/), // nobody gave the account a name
    `Invoice ${open.number}`,
    'To Ada Lovelace',
    'Not paid yet',
    '$1,234.50',
    'Consulting',
    '-$0.50',
    'Credit',
    '-$123.45',
    'Discount',
    '$1,110.55',
    'Total',
    '$1,110.55',
    'Amount due',
  ]);
  await stripe.invoices.pay(String(open.id));
  const paid = textsOf((await download(open.invoice_pdf)).file);
  expect(paid).toContain('Paid on 16 November 2026');
  expect(paid.at(-1)).toBe('Amount paid');
});

localOnly.each([
  ['jpy', 1500, '¥1,500'],
  ['kwd', 5120, 'KWD 5.120'],
  ['eur', 1450, '€14.50'],
  // The standard fonts have no rupee sign
  ['inr', 49_900, 'INR 499.00'],
])('amounts in %s have the right decimals', async (currency, amount, shown) => {
  const { invoice_pdf } = await anInvoice(currency, [['Pro', amount]]);
  expect(textsOf((await download(invoice_pdf)).file).map((text) => text.replaceAll('\u00a0', ' '))).toContain(
    shown,
  );
});

localOnly('many lines go on to further pages', async () => {
  const lines = Array.from({ length: 60 }, (_, i): [string, number] => [
    `Item ${i + 1} ${'word '.repeat(20)}`,
    100,
  ]);
  const { invoice_pdf } = await anInvoice('usd', lines);
  const { file } = await download(invoice_pdf);
  const texts = textsOf(file);
  expect(texts.filter((text) => text.startsWith('Item '))).toHaveLength(60);
  expect(texts).toContain('$60.00');
  expect(file.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 2).toBeGreaterThan(1);
});

localOnly('the same invoice gives the same file', async () => {
  const { invoice_pdf } = await anInvoice('usd', [['名前 – naïve', 100]]);
  const [first, second] = [await download(invoice_pdf), await download(invoice_pdf)];
  expect(first.file.equals(second.file)).toBe(true);
  expect(textsOf(first.file)).toContain('?? – naïve');
});

localOnly('the page leads to the PDF; a made-up link leads nowhere', async () => {
  const { hosted_invoice_url, invoice_pdf } = await anInvoice('usd', [['Pro', 100]]);
  expect(await (await fetch(String(hosted_invoice_url))).text()).toContain(`href="${invoice_pdf}"`);
  expect((await fetch(`${String(hosted_invoice_url)}x/pdf`)).status).toBe(404);
});

localOnly('an amount too small to charge is shown as owed with the next invoice', async () => {
  const { invoice_pdf } = await anInvoice('usd', [['Postage', 30]]);
  expect(textsOf((await download(invoice_pdf)).file).slice(-6)).toEqual([
    '$0.30',
    'Total',
    '-$0.30',
    'Too little to charge: added to the next invoice',
    '$0.00',
    'Amount paid',
  ]);
});
