import { CURRENCIES, INTERVAL_NAMES, INTERVALS } from '@/lib/billing/catalogue';
import { pricingPath } from '@/lib/pricing/choice';
import type { PricingView } from '@/lib/pricing/types';
import { CHOICES } from './choice-form';
import { choiceOf } from './pricing-choice';

/** Every interval and currency as an address: to share, to open beside this one, and for search engines to follow. */
export function ChoiceLinks({ view }: { view: PricingView }) {
  const choice = choiceOf(view);
  return (
    <nav
      aria-label="Prices by interval and currency"
      className="flex flex-wrap items-center gap-x-8 text-muted text-small"
    >
      <Row
        label="Billed"
        links={INTERVALS.map((interval) => ({
          label: INTERVAL_NAMES[interval],
          href: pricingPath({ ...choice, interval }),
          current: view.interval === interval,
        }))}
      />
      <Row
        label="Prices in"
        links={CURRENCIES.map((currency) => ({
          label: currency.toUpperCase(),
          href: pricingPath({ ...choice, currency }),
          current: view.currency === currency,
        }))}
      />
    </nav>
  );
}

type ChoiceLink = Readonly<{ label: string; href: string; current: boolean }>;

function Row({ label, links }: { label: string; links: readonly ChoiceLink[] }) {
  return (
    <div className="flex items-center gap-3">
      {label}
      <ul className="flex gap-1">
        {links.map(({ label: choice, href, current }) => (
          <li key={href}>
            <a
              href={`${href}#${CHOICES}`}
              aria-current={current ? 'true' : undefined}
              className={`inline-flex min-h-8 items-center rounded-sm px-2 hover:text-text ${
                current ? 'font-medium text-text' : 'underline decoration-control underline-offset-4'
              }`}
            >
              {choice}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
