import type { Endpoint } from '../endpoint';
import { coupons } from './coupons';
import { customers } from './customers';
import { events } from './events';
import { invoicePreview } from './invoice-preview';
import { invoices } from './invoices';
import { paymentMethods } from './payment-methods';
import { payments } from './payments';
import { portalConfigurations } from './portal-configurations';
import { portalSessions } from './portal-sessions';
import { prices } from './prices';
import { products } from './products';
import { promotionCodes } from './promotion-codes';
import { subscriptionItems } from './subscription-items';
import { subscriptionSchedules } from './subscription-schedules';
import { subscriptions } from './subscriptions';
import { webhookEndpoints } from './webhook-endpoints';

/** Every operation that this server answers; anything else is refused. */
export const endpoints: readonly Endpoint[] = [
  ...products,
  ...prices,
  ...coupons,
  ...promotionCodes,
  ...customers,
  ...paymentMethods,
  ...subscriptions,
  ...subscriptionItems,
  ...subscriptionSchedules,
  ...invoicePreview,
  ...invoices,
  ...payments,
  ...portalConfigurations,
  ...portalSessions,
  ...events,
  ...webhookEndpoints,
];
