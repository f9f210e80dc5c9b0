import type { Field } from '../hosted/templates/fields';
import type { CheckoutView } from './checkout-view';
import type { CheckoutField } from './order';

/** What a field says about the last try; the one that it failed at takes the focus. */
export const problemAt = ({ problem }: CheckoutView, field: CheckoutField): Pick<Field, 'error' | 'focus'> =>
  problem?.field === field ? { error: problem.message, focus: true } : {};
