import type { Endpoint } from '../endpoint';
import { balanceTransactions } from './balance-transactions';
import { checkoutSessions } from './checkout-sessions';
import { coupons } from './coupons';
import { customers } from './customers';
import { events } from './events';
import { feedbackOptions } from './feedback-options';
import { invoiceItems } from './invoice-items';
import { invoicePreview } from './invoice-preview';
import { invoices } from './invoices';
import { ownAccount } from './own-account';
import { paymentIntents } from './payment-intents';
import { paymentMethods } from './payment-methods';
import { paymentPages } from './payment-pages';
import { payments } from './payments';
import { plans } from './plans';
import { portalConfigurations } from './portal-configurations';
import { portalSessions } from './portal-sessions';
import { prices } from './prices';
import { products } from './products';
import { promotionCodes } from './promotion-codes';
import { search } from './search';
import { setupIntents } from './setup-intents';
import { sources } from './sources';
import { subscriptionItems } from './subscription-items';
import { subscriptionSchedules } from './subscription-schedules';
import { subscriptions } from './subscriptions';
import { taxIds } from './tax-ids';
import { testClocks } from './test-clocks';
import { webhookEndpoints } from './webhook-endpoints';

/** Every operation that this server answers; anything else is refused. */
export const endpoints: readonly Endpoint[] = [
  // Before the resources, whose `/:id` would take `search` for an id.
  ...search,
  ...products,
  ...prices,
  ...plans,
  ...coupons,
  ...promotionCodes,
  ...customers,
  ...balanceTransactions,
  ...taxIds,
  ...sources,
  ...paymentMethods,
  ...subscriptions,
  ...subscriptionItems,
  ...subscriptionSchedules,
  ...testClocks,
  ...invoicePreview,
  ...invoices,
  ...invoiceItems,
  ...checkoutSessions,
  ...paymentPages,
  ...setupIntents,
  ...paymentIntents,
  ...payments,
  ...feedbackOptions,
  ...portalConfigurations,
  ...portalSessions,
  ...events,
  ...webhookEndpoints,
  ...ownAccount,
];
