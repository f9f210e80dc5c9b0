import { COMPANY, CURRENCIES, catalogPlan, INTERVALS, PLAN_KEYS } from '../billing/catalogue';
import { findPrice, type PlanPrice, priceIn } from '../billing/plan';
import { inDecimals } from '../money';

/**
 * What the plans cost, for search engines (schema.org Product and Offer): every plan with an offer for each interval
 * and currency, without any code; of a plan that is sold by number the price of one. As JSON that may stand inside a
 * script element; `url` is the pricing page's.
 */
export function structuredData(prices: readonly PlanPrice[], url: string): string {
  const products = PLAN_KEYS.map((key) => {
    const { name, tagline, quantity } = catalogPlan(key);
    return {
      '@type': 'Product',
      name: `${COMPANY.name} ${name}`,
      description: tagline,
      brand: { '@type': 'Brand', name: COMPANY.name },
      offers: INTERVALS.flatMap((interval) => {
        const price = findPrice(prices, key, interval);
        return CURRENCIES.flatMap((currency) => {
          const amount = price && priceIn(price, currency);
          if (!amount) return [];
          return {
            '@type': 'Offer',
            url,
            price: inDecimals(amount),
            priceCurrency: currency.toUpperCase(),
            availability: 'https://schema.org/InStock',
            priceSpecification: {
              '@type': 'UnitPriceSpecification',
              price: inDecimals(amount),
              priceCurrency: currency.toUpperCase(),
              billingDuration: interval === 'year' ? 'P1Y' : 'P1M',
              ...(quantity && {
                referenceQuantity: { '@type': 'QuantitativeValue', value: 1, unitText: quantity.unit },
              }),
            },
          };
        });
      }),
    };
  });
  const json = JSON.stringify({ '@context': 'https://schema.org', '@graph': products });
  return json.replaceAll('<', '\\u003c'); // nothing in it may end the script element
}
