import { CURRENCIES, INTERVAL_NAMES, INTERVALS, type Interval } from '@/lib/billing/catalogue';
import type { PricingView } from '@/lib/pricing/types';
import { buttonClass } from './button-class';
import { choiceOf } from './pricing-choice';

/** Where the page goes on after a press: at the choices again, not at its top. */
export const CHOICES = 'choices';

/**
 * Interval and currency, as a form that gets the page for them with everything else that was chosen. Each interval is a
 * button of its own, which takes the currency along; whoever changes the currency only has one beside it.
 */
export function ChoiceForm({ view }: { view: PricingView }) {
  const { plan, promo, quantity } = choiceOf(view);
  return (
    <form
      action={`/pricing#${CHOICES}`}
      method="get"
      autoComplete="off"
      className="flex flex-wrap items-center justify-between gap-3"
    >
      {plan ? <input type="hidden" name="plan" value={plan} /> : null}
      {promo ? <input type="hidden" name="promo" value={promo} /> : null}
      {quantity === null ? null : <input type="hidden" name="quantity" value={quantity} />}
      {view.todayAtOnce ? <input type="hidden" name="today" value="1" /> : null}
      <fieldset className="inline-flex rounded-brand border border-line bg-sunken p-1">
        <legend className="sr-only">Billing interval</legend>
        {INTERVALS.map((interval) => (
          <IntervalButton key={interval} interval={interval} view={view} />
        ))}
      </fieldset>
      {view.currencyFixed ? null : <CurrencyField view={view} />}
    </form>
  );
}

function IntervalButton({ interval, view }: { interval: Interval; view: PricingView }) {
  const isCurrent = view.interval === interval;
  const saving = interval === 'year' ? view.yearlySavingPercent : 0;
  return (
    <button
      type="submit"
      name="interval"
      value={interval}
      aria-current={isCurrent ? 'true' : undefined}
      className={`flex min-h-11 items-center gap-2 rounded-[calc(var(--radius-brand)-4px)] px-4 ${
        isCurrent ? 'bg-raised font-medium shadow-sm ring-1 ring-control' : 'text-muted hover:text-text'
      }`}
    >
      {INTERVAL_NAMES[interval]}
      {saving > 0 ? <span className="text-accent text-small">save {saving}%</span> : null}
    </button>
  );
}

function CurrencyField({ view }: { view: PricingView }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label htmlFor="currency" className="text-muted">
        Currency
      </label>
      <select
        id="currency"
        name="currency"
        defaultValue={view.currency}
        className="min-h-11 rounded-brand border border-control bg-raised px-3"
      >
        {CURRENCIES.map((currency) => (
          <option key={currency} value={currency}>
            {currency.toUpperCase()}
          </option>
        ))}
      </select>
      <button type="submit" name="interval" value={view.interval} className={buttonClass('secondary')}>
        Show
      </button>
    </div>
  );
}
