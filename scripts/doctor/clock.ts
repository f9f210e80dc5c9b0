import { type Finding, fault } from './finding';

/** Stripe's libraries take a signature for five minutes. https://docs.stripe.com/webhooks#verify-official-libraries */
const TOLERANCE_SECONDS = 300;
/** The header counts whole seconds, and the answer took its way. */
const NOTICEABLE_SECONDS = 30;

/** Whether this machine's clock goes with Stripe's. `now` is Unix seconds. */
export async function examineClock(apiBase: string, now: () => number): Promise<Finding[]> {
  const answer = await fetch(apiBase, { signal: AbortSignal.timeout(10_000) });
  const theirs = Date.parse(answer.headers.get('date') ?? '') / 1000;
  if (Number.isNaN(theirs)) return [];
  const skew = Math.round(now() - theirs);
  if (Math.abs(skew) < NOTICEABLE_SECONDS) return [];
  const way = skew > 0 ? 'ahead of' : 'behind';
  return [
    fault(
      `This machine's clock is ${Math.abs(skew)} seconds ${way} Stripe's.`,
      Math.abs(skew) >= TOLERANCE_SECONDS
        ? 'Signatures of events are refused as too old.'
        : `At ${TOLERANCE_SECONDS} seconds, events are refused as too old.`,
      'Let the machine keep time: timedatectl set-ntp true',
    ),
  ];
}
