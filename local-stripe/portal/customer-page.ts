import type { Context } from 'hono';
import { countryOptions } from '../hosted/countries';
import { type Form, fieldOf, formTokenOf } from '../hosted/form';
import { page } from '../hosted/page';
import { message } from '../hosted/replies';
import { translator } from '../messages/translator';
import type { Customer, TaxId } from '../records';
import { addTaxId, removeTaxId } from '../resources/tax-ids';
import { ApiError } from '../wire/errors';
import {
  type BillingEntry,
  type BillingErrors,
  entryOf,
  fieldsOf,
  namedParts,
  readBilling,
  withEntry,
  withoutUntouched,
} from './billing-entry';
import { type At, type FlowPage, isHome, landing, noteDone, pathTo, wayOn } from './flow-page';
import type { OpenSession } from './open-session';
import { billingFacts } from './templates/billing-facts';
import { customerFormPage } from './templates/customer-form';

/** The billing information: a `customer_update` flow, and "Edit" on the portal's home. */
export const customerPage: FlowPage = {
  show(c, open) {
    if (!isOffered(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    const entry = entryOf(open.customer, partsOf(open));
    return form(c, open, { entry, shown: namedParts(entry, partsOf(open)), errors: {} });
  },
  act(c, open, given, at) {
    if (!isOffered(open)) return message(c, open.frame, { kind: 'no-longer-possible' }, 409);
    return press(c, open, given, at);
  },
};

const partsOf = ({ configuration }: OpenSession) => configuration.features.customer_update.allowed_updates;

const isOffered = (open: OpenSession): boolean =>
  open.configuration.features.customer_update.enabled && fieldsOf(partsOf(open)).length > 0;

function press(c: Context, open: OpenSession, given: Form, _at: At): Response | Promise<Response> {
  const parts = partsOf(open);
  const { entry, errors } = readBilling(given, parts);
  const shown = fieldOf(given, 'shown');
  const dropped = taxIdsOf(open).filter(({ id }) => fieldOf(given, `drop_${id}`) === 'yes');
  if (Object.keys(errors).length > 0) return form(c, open, { entry, shown, errors, dropped });
  try {
    const wanted = withoutUntouched(entry, entryOf(open.customer, parts), parts, shown);
    open.account.transaction(() => save(open, wanted, dropped));
  } catch (error) {
    if (!(error instanceof ApiError && error.detail.code === 'tax_id_invalid')) throw error;
    return form(c, open, { entry, shown, errors: { tax_value: 'billing.error.taxValue' }, dropped });
  }
  return c.redirect(wayOn(open), 303);
}

function save(open: OpenSession, entry: BillingEntry, dropped: readonly TaxId[]): void {
  const { account, customer } = open;
  const parts = partsOf(open);
  const after = account.store.put('customers', withEntry(customer, entry, parts));
  account.emit('customer.updated', after, customer);
  for (const taxId of dropped) removeTaxId(account, taxId);
  if (entry.tax_type && entry.tax_value)
    addTaxId(account, { type: entry.tax_type, value: entry.tax_value }, after);
  noteDone(open, {
    title: { key: 'billing.done.title' },
    lead: null,
    facts: billingFacts(after, taxIdsOf(open), parts),
  });
}

/** The customer's tax ids, oldest first. */
const taxIdsOf = ({ account, customer }: Pick<OpenSession, 'account'> & { customer: Customer }): TaxId[] =>
  account.store.by('taxIds', 'customer', customer.id).reverse();

function form(
  c: Context,
  open: OpenSession,
  {
    entry,
    shown,
    errors,
    dropped = [],
  }: { entry: BillingEntry; shown: string; errors: BillingErrors; dropped?: readonly TaxId[] },
): Response | Promise<Response> {
  const { visit, frame } = open;
  const t = translator(frame.locale);
  return page(
    c,
    customerFormPage({
      frame,
      action: isHome(open) ? c.req.path : pathTo(open),
      token: formTokenOf(visit.token),
      shown,
      parts: partsOf(open),
      entry,
      errors: Object.fromEntries(Object.entries(errors).map(([field, key]) => [field, t(key)])),
      countries: countryOptions(frame.locale),
      taxIds: partsOf(open).includes('tax_id')
        ? taxIdsOf(open).map(({ id, type, value }) => ({
            id,
            type,
            value,
            dropped: dropped.some((each) => each.id === id),
          }))
        : [],
    }),
    landing(open),
    Object.keys(errors).length > 0 ? 422 : 200,
  );
}
