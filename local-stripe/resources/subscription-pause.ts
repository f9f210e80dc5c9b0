import { hasEnded } from '../billing/ended';
import { pause, resume } from '../billing/pause';
import { endpoint } from '../endpoint';
import type { Subscription } from '../records';
import { invalid } from '../wire/errors';
import { hash, oneOf, required, timestamp } from '../wire/params';
import { requireSubscription } from './require-subscription';
import { prorationBehavior } from './subscription-behavior';

export const pauseParams = {
  bill_for: hash({
    outstanding_usage_through: hash({ type: required(oneOf('none', 'now')) }),
    unused_time_from: hash({ type: required(oneOf('item_current_period_start', 'none', 'now')) }),
  }),
  invoicing_behavior: oneOf('invoice', 'pending_invoice_item'),
  type: oneOf('subscription'),
};

const resumeParams = {
  billing_cycle_anchor: hash({ type: required(oneOf('now', 'unchanged')) }),
  payment_behavior: oneOf('resume_on_payment_attempt', 'resume_on_payment_success'),
  proration_behavior: prorationBehavior,
  proration_date: timestamp({ min: 0 }),
};

/** https://docs.stripe.com/billing/subscriptions/pause: who can be paused. */
export function refusePause(subscription: Subscription): void {
  const { billing_mode, collection_method, schedule, status } = subscription;
  if (billing_mode.type !== 'flexible')
    throw invalid('Only subscriptions with `billing_mode[type]=flexible` can be paused.');
  if (collection_method === 'send_invoice')
    throw invalid('Subscriptions with `collection_method=send_invoice` cannot be paused.');
  if (schedule !== null)
    throw invalid(
      `This subscription cannot be paused because the schedule \`${schedule}\` is attached to it.`,
    );
  if (!['active', 'past_due', 'unpaid'].includes(status))
    throw invalid(`This subscription cannot be paused because its status is \`${status}\`.`);
}

export const subscriptionPause = [
  endpoint('POST', '/v1/subscriptions/:id/pause', pauseParams, (account, params, { id = '' }) => {
    const subscription = requireSubscription(account, id);
    refusePause(subscription);
    return pause(account, subscription, {
      unused: params.bill_for?.unused_time_from?.type ?? 'now',
      invoicing: params.invoicing_behavior ?? 'pending_invoice_item',
    });
  }),
  endpoint('POST', '/v1/subscriptions/:id/resume', resumeParams, (account, params, { id = '' }) => {
    const subscription = requireSubscription(account, id);
    if (subscription.status !== 'paused')
      throw invalid(
        `This subscription cannot be resumed because its status is \`${subscription.status}\`; it must be \`paused\`.`,
      );
    if (subscription.collection_method === 'send_invoice')
      throw invalid('Only subscriptions with `collection_method=charge_automatically` can be resumed.');
    if (account.store.get('notes', id)?.waiting)
      throw invalid(
        `This subscription is being resumed already: pay or void its invoice \`${subscription.latest_invoice}\` first.`,
      );
    return resume(account, subscription, {
      anchor: params.billing_cycle_anchor?.type ?? 'now',
      paymentBehavior: params.payment_behavior ?? 'resume_on_payment_attempt',
      prorationBehavior: params.proration_behavior ?? 'create_prorations',
      at: params.proration_date ?? account.now(),
    });
  }),
  endpoint(
    'POST',
    '/v1/subscriptions/:id/migrate',
    {
      billing_mode: required(
        hash({
          type: required(oneOf('flexible')),
          flexible: hash({ proration_discounts: oneOf('included', 'itemized') }),
        }),
      ),
    },
    (account, params, { id = '' }) => {
      const before = requireSubscription(account, id);
      if (hasEnded(before))
        throw invalid(`A subscription with the status \`${before.status}\` cannot be migrated.`);
      if (before.billing_mode.type === 'flexible')
        throw invalid('This subscription has the billing mode `flexible` already.', {
          param: 'billing_mode[type]',
        });
      const after = account.store.put('subscriptions', {
        ...before,
        billing_mode: {
          type: 'flexible',
          flexible: {
            proration_discounts: params.billing_mode.flexible?.proration_discounts ?? 'included',
          },
          updated_at: account.now(),
        },
      });
      account.emit('customer.subscription.updated', after, before);
      return after;
    },
  ),
];
