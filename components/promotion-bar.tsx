import { pricingPath } from '@/lib/pricing/choice';
import type { PricingView } from '@/lib/pricing/types';
import { buttonClass } from './button-class';
import { Notice } from './notice';
import { choiceOf } from './pricing-choice';
import { TextLink } from './text-link';

/**
 * Whether a promotion code applies, in one line, or why it does not, with the field to try another; and what becomes of
 * the discount that a subscriber has already.
 */
export function PromotionBar({ view }: { view: PricingView }) {
  const { promotion, standingDiscount } = view;
  const stays = standingDiscount ? (
    <p>
      You have {standingDiscount}, and keep it when you change your plan. The prices below are without it;
      what you pay today counts it.
    </p>
  ) : null;
  if (promotion.state === 'none') {
    return (
      stays && (
        <Notice tone="plain" title="Your discount stays">
          {stays}
        </Notice>
      )
    );
  }
  const remove = <TextLink href={pricingPath({ ...choiceOf(view), promo: null })}>Remove the code</TextLink>;
  if (promotion.state === 'applied') {
    return (
      <Notice tone="good" title={`${promotion.code} applied: ${promotion.summary}`} aside={remove}>
        {standingDiscount ? <p>It takes the place of the discount you have: {standingDiscount}.</p> : null}
      </Notice>
    );
  }
  return (
    <Notice tone="attention" title={`${promotion.code} is not applied`} aside={remove}>
      <p id={MESSAGE}>{promotion.message}</p>
      {stays}
      <PromotionForm view={view} refused={promotion.code} />
    </Notice>
  );
}

/** The way in for a code from a mail or a poster. Closed until somebody has one. */
export function PromotionEntry({ view }: { view: PricingView }) {
  if (view.promotion.state !== 'none') return null;
  return (
    <details>
      <summary className="inline-flex min-h-11 cursor-pointer items-center rounded-sm underline decoration-control underline-offset-4">
        Have a promotion code?
      </summary>
      <div className="pt-2 pb-1">
        <PromotionForm view={view} refused={null} />
      </div>
    </details>
  );
}

const MESSAGE = 'promotion-message';

function PromotionForm({ view, refused }: { view: PricingView; refused: string | null }) {
  return (
    <form action="/pricing" method="get">
      <input type="hidden" name="interval" value={view.interval} />
      <input type="hidden" name="currency" value={view.currency} />
      {view.highlightedPlan ? <input type="hidden" name="plan" value={view.highlightedPlan} /> : null}
      {view.quantity === null ? null : <input type="hidden" name="quantity" value={view.quantity} />}
      {view.todayAtOnce ? <input type="hidden" name="today" value="1" /> : null}
      <label htmlFor="promo" className="block font-medium">
        Promotion code
      </label>
      <div className="mt-1 flex flex-wrap gap-2">
        <input
          id="promo"
          name="promo"
          required
          maxLength={500}
          defaultValue={refused ?? ''}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          aria-invalid={refused ? true : undefined}
          aria-describedby={refused ? MESSAGE : undefined}
          className="min-h-11 w-full min-w-0 rounded-brand border border-control bg-raised px-4 sm:w-56"
        />
        <button type="submit" className={buttonClass('secondary')}>
          Apply
        </button>
      </div>
    </form>
  );
}
