import type { Fault, StripeProxy } from '../rig/stripe-proxy';
import type { Random } from './random';

/** Of all requests to Stripe. */
const DISTURBED = 0.05;
/** Longer than the app waits for Stripe. */
const TOO_LONG_MS = 6_500;

type Kind = 'limited' | 'broken' | 'unreachable' | 'broken-after' | 'unheard' | 'too-late';

/** Among the disturbed: some never reach Stripe, the others are done there and the app does not hear of it. */
const KINDS: Readonly<Record<Kind, number>> = {
  limited: 30,
  broken: 22,
  unreachable: 15,
  'broken-after': 15,
  unheard: 15,
  'too-late': 3,
};

const BEFORE: Readonly<Partial<Record<Kind, Fault>>> = {
  limited: { status: 429, code: 'rate_limit' },
  broken: { status: 500, code: 'internal' },
  unreachable: 'cut',
};
const AFTER: Readonly<Partial<Record<Kind, Fault>>> = {
  'broken-after': { status: 500, code: 'internal' },
  unheard: 'cut',
  'too-late': { status: 504, code: 'timeout', afterMs: TOO_LONG_MS },
};

/** Lets Stripe answer 429 and 500, too late or not at all, one request in twenty. */
export function disturbStripe(proxy: StripeProxy, random: Random): void {
  const draw = (probability: number, kinds: Readonly<Partial<Record<Kind, Fault>>>): Fault => {
    if (!random.chance(probability)) return undefined;
    const weights = Object.fromEntries(Object.entries(KINDS).filter(([kind]) => kind in kinds));
    return kinds[random.weighted(weights) as Kind];
  };
  const share = (kinds: object) =>
    (DISTURBED *
      Object.entries(KINDS)
        .filter(([kind]) => kind in kinds)
        .reduce((sum, [, weight]) => sum + weight, 0)) /
    100;
  proxy.disturb({
    before: () => draw(share(BEFORE), BEFORE),
    after: () => draw(share(AFTER), AFTER),
  });
}
