import type { Account } from '../account';
import { withBalance } from '../billing/balance';
import { currencyOf } from '../billing/currencies';
import { refuseThirdDecimal } from '../billing/currency-units';
import { endpoint } from '../endpoint';
import type { BalanceTransaction } from '../records';
import { invalid, notFound } from '../wire/errors';
import { page, pagination, within } from '../wire/list';
import { mergeMetadata } from '../wire/metadata';
import { integer, metadata, range, required, string } from '../wire/params';
import { requireOwner } from './require-owner';

const create = {
  amount: required(integer({ min: -999_999_999_999, max: 999_999_999_999 })),
  currency: required(string(3)),
  description: string(350),
  metadata: metadata(),
};
const PATH = '/v1/customers/:customer/balance_transactions';

function requireTransaction(account: Account, customer: string, id: string): BalanceTransaction {
  requireOwner(account, customer);
  const transaction = account.store.get('balanceTransactions', id);
  if (transaction?.customer !== customer) throw notFound('customer balance transaction', id);
  return transaction;
}

export const balanceTransactions = [
  endpoint('POST', PATH, create, (account, params, { customer: id = '' }) => {
    const before = requireOwner(account, id);
    const currency = currencyOf(params.currency, 'currency');
    refuseThirdDecimal(params.amount, currency, 'amount');
    if (before.currency && before.currency !== currency)
      throw invalid(
        `The customer's balance is in ${before.currency}; a transaction in ${currency} cannot be applied to it.`,
        { param: 'currency' },
      );
    const { customer, transaction } = withBalance(account, before, params.amount, {
      type: 'adjustment',
      currency,
      description: params.description ?? null,
      metadata: mergeMetadata({}, params.metadata),
    });
    account.emit('customer.updated', account.store.put('customers', customer), before);
    return transaction;
  }),
  endpoint(
    'GET',
    PATH,
    { ...pagination, created: range(), invoice: string() },
    (account, params, { customer: id = '' }) => {
      requireOwner(account, id);
      return page(account, 'balanceTransactions', {
        url: `/v1/customers/${id}/balance_transactions`,
        params,
        from: account.store.by('balanceTransactions', 'customer', id),
        keep: (each) =>
          (params.invoice === undefined || each.invoice === params.invoice) &&
          within(each.created, params.created),
      });
    },
  ),
  endpoint('GET', `${PATH}/:id`, {}, (account, _, { customer = '', id = '' }) =>
    requireTransaction(account, customer, id),
  ),
  endpoint(
    'POST',
    `${PATH}/:id`,
    { description: string(350), metadata: metadata() },
    (account, params, { customer = '', id = '' }) => {
      const before = requireTransaction(account, customer, id);
      return account.store.put('balanceTransactions', {
        ...before,
        description: params.description ?? before.description,
        metadata: mergeMetadata(before.metadata ?? {}, params.metadata),
      });
    },
  ),
];
