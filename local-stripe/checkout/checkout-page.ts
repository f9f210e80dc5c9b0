import { html } from 'hono/html';
import { addressFields, group } from '../hosted/templates/address-fields';
import { type Field, textField } from '../hosted/templates/fields';
import { formatDate, formatList, formatMoney } from '../hosted/templates/format';
import { type Html, tillPage } from '../hosted/templates/layout';
import { discountInWords, itemName, type Language, priceInWords } from '../hosted/templates/plan-words';
import { type Translate, translator } from '../messages/translator';
import type { CheckoutView } from './checkout-view';
import { problemAt } from './field-problem';
import type { BillingField } from './order';
import { codeForm, orderSection } from './order-section';

/**
 * The order, and the form that places it. Forms post to `action`: `do=quantity_0` with the `quantity_0` of the first line,
 * `do=apply` or `do=remove` with `code`, and `do=pay` with `email`, `number`, `expiry`, `cvc`, `name` and `shown`; each
 * has `token`. A refusal of the card comes first and takes the focus.
 */
export function checkoutPage(view: CheckoutView): Html {
  const { frame, problem } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { t } = language;
  const title = titleOf(language, view);
  const isRefusal = problem !== null && (problem.field === null || ['card', 'order'].includes(problem.field));
  return tillPage(frame, {
    title: problem ? t('checkout.title.problem', { title }) : title,
    ...(isRefusal && { alert: refusal(t, problem) }),
    about: html`<h1>${title}</h1>
${
  view.dueToday
    ? html`<div class="due"><p class="soft">${t('checkout.due')}</p>
<p class="amount">${formatMoney(language.locale, view.dueToday)}</p>
${after(language, view).map((words) => html`<p>${words}</p>`)}</div>`
    : html`<p>${t('checkout.setup.lead')}</p>`
}`,
    slip: html`${view.lines.length > 0 ? orderSection(language, view) : ''}
${view.code ? codeForm(language, view, view.code.applied) : ''}
${view.lines.length > 0 ? html`<div class="tear" aria-hidden="true"></div>` : ''}
${payForm(language, view)}`,
  });
}

function titleOf(language: Language, { mode, lines, frame }: CheckoutView): string {
  if (mode === 'setup') return language.t('checkout.title.setup');
  if (mode === 'payment') return language.t('checkout.title.payment', { business: frame.business });
  const [line, ...others] = lines.filter(({ recurring, quantity }) => recurring !== null && quantity > 0);
  return line && others.length === 0
    ? language.t('checkout.title.subscription', { item: itemName(language, line) })
    : language.t('checkout.title.several');
}

function after(language: Language, { lines, begins, discount }: CheckoutView): string[] {
  const { t, locale } = language;
  const plans = lines.flatMap(({ price, recurring, quantity }) =>
    recurring && quantity > 0 ? { price, recurring } : [],
  );
  const [plan] = plans;
  if (!plan) return [];
  const prices = plans.map(({ price, recurring }) => priceInWords(language, price, recurring));
  const price = formatList(locale, prices, 'sentence');
  const words = begins
    ? t(begins.kind === 'trial' ? 'checkout.trial' : 'checkout.anchor', {
        date: formatDate(locale, begins.date),
        price,
      })
    : t('checkout.then', { price });
  if (!discount) return [words];
  const off = discountInWords(language, discount, plan.recurring, plans.length === 1 ? plan.price : null);
  return lines.length === 1 && !begins ? [off] : [words, off];
}

function payForm(language: Language, view: CheckoutView): Html {
  const { t } = language;
  const { entered, email } = view;
  const allows = termsOf(language, view);
  return html`<form method="post" action="${view.action}" novalidate><input type="hidden" name="token" value="${view.token}"><input type="hidden" name="shown" value="${view.shown}"><div class="fields">
${
  email === null
    ? textField({
        name: 'email',
        label: t('checkout.email'),
        value: entered.email,
        type: 'email',
        inputmode: 'email',
        autocomplete: 'email',
        required: true,
        maxlength: 512,
        ...problemAt(view, 'email'),
      })
    : html`<p><span class="soft">${t('checkout.email')}</span><br>${email}</p>`
}
${view.asks.phone ? textField({ ...billingField(t, view, 'phone', 'tel'), type: 'tel', inputmode: 'tel', maxlength: 20 }) : ''}
${view.asksForCard ? cardFields(t, view) : ''}
${
  view.asks.address
    ? group(
        t('billing.address'),
        addressFields(t, view.asks.countries, (name, autocomplete) =>
          billingField(t, view, name, `billing ${autocomplete}`),
        ),
      )
    : ''
}
${view.texts.submit === null ? '' : html`<p>${view.texts.submit}</p>`}</div>
<div class="send"><button class="primary" type="submit" name="do" value="pay">${buttonOf(language, view)}</button>
${allows ? html`<p class="small soft">${allows}</p>` : ''}</div></form>`;
}

/** A field of what is asked for besides the card; the optional parts of an address are not marked as needed. */
function billingField(t: Translate, view: CheckoutView, name: BillingField, autocomplete: string): Field {
  return {
    name,
    label: t(`billing.${name}`),
    value: view.entered.billing?.[name] ?? '',
    autocomplete,
    required: name === 'phone' || name === 'line1' || name === 'country',
    ...problemAt(view, name),
  };
}

/** What pressing the button allows; null when no card is given. */
function termsOf({ t }: Language, { mode, frame, asksForCard, keepsCard }: CheckoutView): string | null {
  if (mode !== 'payment') return t('checkout.terms', { business: frame.business });
  if (!asksForCard) return null;
  const once = t('checkout.terms.once', { business: frame.business });
  return keepsCard ? `${once} ${t('checkout.terms.kept')}` : once;
}

function cardFields(t: Translate, view: CheckoutView): Html {
  const digits = { inputmode: 'numeric', required: true } as const;
  const name = view.entered.name;
  return html`${textField({ name: 'number', label: t('card.number'), autocomplete: 'cc-number', maxlength: 30, ...digits, ...problemAt(view, 'number') })}
<div class="pair">${textField({ name: 'expiry', label: t('card.expiry'), hint: t('card.expiry.hint'), autocomplete: 'cc-exp', maxlength: 10, ...digits, ...problemAt(view, 'expiry') })}
${textField({ name: 'cvc', label: t('card.cvc'), hint: t('card.cvc.hint'), autocomplete: 'cc-csc', maxlength: 5, ...digits, ...problemAt(view, 'cvc') })}</div>
${textField({ name: 'name', label: t('card.name'), value: name, autocomplete: 'cc-name', required: true, ...problemAt(view, 'name') })}
<p class="small soft">${t('card.test')}</p>`;
}

function buttonOf({ t, locale }: Language, { mode, dueToday, begins }: CheckoutView): string {
  if (mode === 'setup') return t('checkout.save');
  if (begins?.kind === 'trial') return t('checkout.trial.start');
  const once = mode === 'payment';
  return dueToday && dueToday.amount > 0
    ? t(once ? 'checkout.pay.once' : 'checkout.pay', { amount: formatMoney(locale, dueToday) })
    : t(once ? 'checkout.place' : 'checkout.start');
}

/** What is no matter of the card is not mended by another one. */
function refusal(t: Translate, { field, message }: NonNullable<CheckoutView['problem']>): Html {
  return html`<div class="alert" role="alert" tabindex="-1" autofocus id="problem">
<p><strong>${t('checkout.problem.title')}</strong></p>
<p>${message} ${t('checkout.problem.unchanged')}</p>
${field === 'order' ? '' : html`<p>${t(field === null ? 'checkout.expired.next' : 'card.problem.next')}</p>`}
</div>`;
}
