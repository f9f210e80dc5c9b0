import type { Subscription } from '../records';

/** Whether a subscription is over: from these statuses none comes back. */
export const hasEnded = ({ status }: Pick<Subscription, 'status'>): boolean =>
  status === 'canceled' || status === 'incomplete_expired';
