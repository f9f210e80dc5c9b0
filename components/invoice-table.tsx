import type { AccountView } from '@/lib/account/types';
import { TextLink } from './text-link';

type Invoice = AccountView['invoices'][number];

/** Invoices, newest first as given. Three narrow columns, so that the table fits a phone. */
export function InvoiceTable({ invoices }: { invoices: readonly Invoice[] }) {
  return (
    <table className="w-full tabular-nums">
      <caption className="sr-only">Invoices, newest first</caption>
      <thead className="text-left text-muted text-small">
        <tr>
          <th scope="col" className="py-2 font-normal">
            Date
          </th>
          <th scope="col" className="px-4 py-2 font-normal">
            Status
          </th>
          <th scope="col" className="py-2 text-right font-normal">
            Amount
          </th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-line border-t">
        {invoices.map((invoice) => (
          <tr key={`${invoice.date} ${invoice.amount} ${invoice.url}`}>
            <td className="py-3">
              {invoice.url ? (
                <TextLink href={invoice.url}>
                  <span className="sr-only">Invoice of </span>
                  {invoice.date}
                </TextLink>
              ) : (
                invoice.date
              )}
            </td>
            <td className="px-4 py-3 text-muted">{invoice.status}</td>
            <td className="py-3 text-right font-medium">{invoice.amount}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
