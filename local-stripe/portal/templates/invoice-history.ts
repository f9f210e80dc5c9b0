import { html } from 'hono/html';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Frame } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { type InvoiceRow, invoiceList } from './home';

/** Every invoice of the customer, newest first. */
export function invoiceHistoryPage(frame: Frame, list: readonly InvoiceRow[]): Html {
  const t = translator(frame.locale);
  return tillPage(frame, {
    title: t('home.invoices'),
    about: html`<h1>${t('home.invoices')}</h1>`,
    slip: html`<section><h2>${t('home.invoices.count', { count: list.length })}</h2>${invoiceList({ locale: frame.locale, t }, list)}</section>`,
  });
}
