import type { CustomerState } from './customer-state';

/** What a customer's stored state says otherwise than Stripe, a line each: `sub_1 status: active → past_due`. */
export function differences(stored: CustomerState, atStripe: CustomerState): string[] {
  const { subscriptions: oldSubscriptions, invoices: oldInvoices, ...old } = stored;
  const { subscriptions, invoices, ...fresh } = atStripe;
  return [
    ...fieldDifferences('customer', old, fresh),
    ...listDifferences('subscription', oldSubscriptions, subscriptions),
    ...listDifferences('invoice', oldInvoices, invoices),
  ];
}

type Listed = Readonly<{ id: string }>;

function listDifferences(what: string, stored: readonly Listed[], atStripe: readonly Listed[]): string[] {
  const gone = stored.filter(({ id }) => !atStripe.some((other) => other.id === id));
  return [
    ...atStripe.flatMap((fresh) => {
      const old = stored.find(({ id }) => id === fresh.id);
      return old ? fieldDifferences(fresh.id, old, fresh) : [`${what} ${fresh.id} was missing`];
    }),
    ...gone.map(({ id }) => `${what} ${id} is not at Stripe`),
  ];
}

function fieldDifferences(name: string, stored: object, atStripe: object): string[] {
  const [old, fresh] = [Object.entries(stored), new Map(Object.entries(atStripe))];
  return old.flatMap(([field, value]) => {
    const [was, is] = [canonical(value), canonical(fresh.get(field))];
    return was === is ? [] : [`${name} ${field}: ${was} → ${is}`];
  });
}

/** One text for equal values, whatever order their fields come in: the database keeps JSON in an order of its own. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${name}: ${canonical(inner)}`).join(', ')}}`;
}
