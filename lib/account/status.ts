import { positionOf } from '../billing/position';
import {
  endsAt,
  FIRST_PAYMENT_SECONDS,
  hasEnded,
  isEnding,
  type Subscription,
} from '../billing/subscription';
import { planName } from '../billing/subscription-words';
import { formatDate, formatMoment } from '../calendar';
import { offerName } from './position-words';
import type { Notice, Tone } from './types';

export type Status = Readonly<{
  line: string;
  tone: Tone;
  notice: Notice | null;
}>;

/** How a plan stands at `now` (Unix seconds), in words; null is a person without any plan. */
export function statusOf(subscription: Subscription | null, now: number): Status {
  if (!subscription) return { line: 'You have no plan yet.', tone: 'none', notice: null };
  const end = endsAt(subscription);
  if (end !== null && hasEnded(subscription, now)) {
    return { line: `Ended on ${formatDate(end)}`, tone: 'ended', notice: null };
  }
  const problem = problemOf(subscription);
  if (problem) return problem;
  if (end !== null && isEnding(subscription, now)) {
    const message = `You keep everything until then. You can stay on ${planName(subscription.plan)} with one press.`;
    return {
      line: `Ends on ${formatDate(end)}`,
      tone: 'attention',
      notice: { title: `Your plan ends on ${formatDate(end)}`, message, door: 'open-portal' },
    };
  }
  const notice = waitingNotice(subscription, now);
  const tone = notice ? 'attention' : 'good';
  if (subscription.status === 'trialing') {
    const until = subscription.trialEnd ?? subscription.currentPeriodEnd;
    return { line: `Free trial until ${formatDate(until)}`, tone, notice };
  }
  return { line: `Renews on ${formatDate(subscription.currentPeriodEnd)}`, tone, notice };
}

const TO_THE_INVOICE = 'Open the invoice below to pay it or to confirm the payment with your bank.';

/** A change that is carried out once it is paid for, until Stripe gives it up. */
function waitingNotice(subscription: Subscription, now: number): Notice | null {
  const { pendingUpdate } = subscription;
  if (!pendingUpdate || pendingUpdate.expiresAt <= now) return null;
  const position = positionOf(subscription);
  const [name, current] = [offerName(pendingUpdate, position), offerName(position, pendingUpdate)];
  return {
    title: `${name} waits for its payment`,
    message: `${TO_THE_INVOICE} If that is not done by ${formatMoment(pendingUpdate.expiresAt)}, you stay on ${current} and nothing is charged.`,
    door: null,
  };
}

/** The states in which something is wrong with paying. */
function problemOf({ status, created }: Subscription): Status | null {
  switch (status) {
    case 'past_due':
      return {
        line: 'Payment overdue',
        tone: 'attention',
        notice: {
          title: 'Your last payment failed',
          message:
            'Your plan stays on while we try again. Update your card and we charge it at the next attempt.',
          door: 'update-payment-method',
        },
      };
    case 'unpaid':
      return {
        line: 'On hold, payment missing',
        tone: 'attention',
        notice: {
          title: 'Your plan is on hold',
          message:
            'Several payments failed. Update your card and pay the open invoice to use your plan again.',
          door: 'update-payment-method',
        },
      };
    case 'paused':
      return {
        line: 'Paused',
        tone: 'attention',
        notice: {
          title: 'Your plan is paused',
          message: 'Nothing is charged meanwhile. Open billing to resume it.',
          door: 'open-portal',
        },
      };
    case 'incomplete':
      return {
        line: 'Waiting for the first payment',
        tone: 'attention',
        notice: {
          title: 'The first payment is open',
          message: `${TO_THE_INVOICE} If that is not done by ${formatMoment(created + FIRST_PAYMENT_SECONDS)}, the plan does not start and nothing is charged.`,
          door: null,
        },
      };
    case 'incomplete_expired':
      return { line: 'Never started: the first payment was not made', tone: 'ended', notice: null };
    default:
      return null;
  }
}
