import { html } from 'hono/html';
import { type Html, tillPage } from '../../hosted/templates/layout';
import type { Language } from '../../hosted/templates/plan-words';
import type { Frame } from '../../hosted/templates/view';
import { translator } from '../../messages/translator';
import { type Fact, factRow } from './confirmation';

/** Something to be done; `about` says to what, for those who do not see what it stands beside. */
export type ActView = Readonly<{ href: string; label: string; about: string }>;

/** A plan: what it is, its next event in sentences, its discounts, a card of its own, what can be done. */
export type PlanView = Readonly<{
  id: string;
  items: readonly Readonly<{ name: string; price: string }>[];
  standing: readonly string[];
  needsCare: boolean;
  discounts: readonly string[];
  /** `dropAt`: where a form takes the card from the plan, which is charged like the others then. */
  ownCard: (CardName & Readonly<{ dropAt: string | null }>) | null;
  acts: readonly ActView[];
}>;

type CardName = Readonly<{ masked: string; spoken: string }>;

export type CardView = CardName &
  Readonly<{ isDefault: boolean; defaultAt: string | null; removeAt: string | null }>;

export type InvoiceRow = Readonly<{
  date: string;
  amount: string;
  status: string;
  number: string;
  href: string | null;
  pdf: string | null;
}>;

/** Everything on the portal's home. A part that the configuration does not have is null. */
export type HomeView = Readonly<{
  frame: Frame;
  /** Value of the hidden field `token` of every form. */
  token: string;
  notice: string | null;
  /** The customer's e-mail address or name. */
  who: string | null;
  plans: readonly PlanView[];
  cards: Readonly<{ list: readonly CardView[]; addAt: string }> | null;
  billing: Readonly<{ facts: readonly Fact[]; editAt: string | null }> | null;
  invoices: Readonly<{ list: readonly InvoiceRow[]; allAt: string | null }> | null;
}>;

/** The portal's home: plans, payment methods, billing information and invoices, as far as the configuration has them. */
export function homePage(view: HomeView): Html {
  const { frame, notice } = view;
  const language: Language = { locale: frame.locale, t: translator(frame.locale) };
  const { t } = language;
  return tillPage(frame, {
    title: t('home.title'),
    ...(notice !== null && { alert: html`<p class="told" role="status">${notice}</p>` }),
    about: html`<h1>${t('home.title')}</h1>
${view.who ? html`<p class="soft">${t('home.whose', { who: view.who })}</p>` : ''}`,
    slip: html`${plansSection(language, view)}
${view.cards ? cardsSection(language, view.token, view.cards) : ''}
${view.billing ? billingSection(language, view.billing) : ''}
${view.invoices ? invoicesSection(language, view.invoices) : ''}`,
  });
}

function plansSection({ t }: Language, { plans, token }: HomeView): Html {
  return html`<section><h2>${t('home.plans', { count: plans.length })}</h2>
${plans.length === 0 ? html`<p>${t('home.noPlan')}</p>` : ''}
${plans.map(
  ({ items, standing, needsCare, discounts, ownCard, acts }) => html`<div class="plan-of">
${items.map(({ name, price }) => html`<p><b>${name}</b></p><p>${price}</p>`)}
${standing.map((words) => html`<p${needsCare ? html` class="wrong"` : ''}>${words}</p>`)}
${discounts.map((words) => html`<p class="soft">${words}</p>`)}
${ownCard ? html`<p class="soft">${t('home.ownCard')} ${cardName(ownCard)}</p>` : ''}
${ownCard?.dropAt ? html`<div class="acts">${pressForm(token, ownCard.dropAt, t('home.dropOwn'), items.map(({ name }) => name).join(', '))}</div>` : ''}
${acts.length > 0 ? html`<p class="acts">${acts.map(actLink)}</p>` : ''}</div>`,
)}</section>`;
}

const actLink = ({ href, label, about }: ActView): Html =>
  html`<a class="act" href="${href}">${label}<span class="unseen"> ${about}</span></a>`;

const pressForm = (token: string, action: string, label: string, about: string): Html =>
  html`<form method="post" action="${action}"><input type="hidden" name="token" value="${token}"><button class="act" type="submit">${label}<span class="unseen"> ${about}</span></button></form>`;

const cardName = ({ masked, spoken }: CardName): Html =>
  html`<span aria-hidden="true">${masked}</span><span class="unseen">${spoken}</span>`;

function cardsSection({ t }: Language, token: string, { list, addAt }: NonNullable<HomeView['cards']>): Html {
  return html`<section><h2>${t('home.cards')}</h2>
${list.length === 0 ? html`<p>${t('home.noCard')}</p>` : ''}
<ul class="things">${list.map(
    (
      card,
    ) => html`<li><span>${cardName(card)} ${card.isDefault ? html`<span class="badge">${t('home.default')}</span>` : ''}</span>
${
  card.defaultAt || card.removeAt
    ? html`<span class="acts">${
        card.defaultAt ? pressForm(token, card.defaultAt, t('home.makeDefault'), card.spoken) : ''
      }${card.removeAt ? actLink({ href: card.removeAt, label: t('home.remove'), about: card.spoken }) : ''}</span>`
    : ''
}</li>`,
  )}</ul>
<p class="acts"><a class="act" href="${addAt}">${t('card.title.add')}</a></p></section>`;
}

function billingSection({ t }: Language, { facts, editAt }: NonNullable<HomeView['billing']>): Html {
  return html`<section><h2>${t('home.billing')}</h2>
${
  facts.length === 0 ? html`<p>${t('home.noBilling')}</p>` : html`<dl class="rows">${facts.map(factRow)}</dl>`
}
${editAt ? html`<p class="acts"><a class="act" href="${editAt}">${t('home.edit')}<span class="unseen"> ${t('home.billing')}</span></a></p>` : ''}</section>`;
}

function invoicesSection(language: Language, { list, allAt }: NonNullable<HomeView['invoices']>): Html {
  const { t } = language;
  return html`<section><h2>${t('home.invoices')}</h2>
${list.length === 0 ? html`<p>${t('home.noInvoice')}</p>` : invoiceList(language, list)}
${allAt ? html`<p class="acts"><a class="act" href="${allAt}">${t('home.invoices.all')}</a></p>` : ''}</section>`;
}

/** Invoices with their pages. */
export function invoiceList({ t }: Language, list: readonly InvoiceRow[]): Html {
  return html`<ul class="things">${list.map(
    ({ date, amount, status, number, href, pdf }) =>
      html`<li>${href ? html`<a href="${href}">${date}<span class="unseen"> ${t('invoice.title', { number })}</span></a>` : html`<span>${date}</span>`}
<span class="amounts"><span class="soft">${status}</span><span>${amount}</span>${
        pdf
          ? html`<a href="${pdf}">PDF<span class="unseen"> ${t('invoice.title', { number })}</span></a>`
          : ''
      }</span></li>`,
  )}</ul>`;
}
