import { invalid } from '../wire/errors';

const CURRENCIES = new Set(
  `aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp cny cop
  crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl hrk htg huf idr ils inr isk jmd jod
  jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio
  nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd
  top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xcg xof xpf yer zar zmw`.split(/\s+/),
);

/** The currency in lower case. Throws Stripe's refusal when it is none that Stripe supports. */
export function currencyOf(given: string, param: string): string {
  const currency = given.toLowerCase();
  if (!CURRENCIES.has(currency))
    throw invalid(
      `Invalid currency: ${given}. Stripe currently supports these currencies: ${[...CURRENCIES].join(', ')}`,
      {
        param,
      },
    );
  return currency;
}
