import type Stripe from 'stripe';
import type { Catalogue, Subscriber } from '../factories';
import {
  aCatalogue,
  aPortalConfiguration,
  aSubscriber,
  DECEMBER_1,
  NOVEMBER_1,
  NOVEMBER_16,
} from '../factories';
import { type Account, anAccount, setClock } from './stripe-under-test';

/** Where a visitor comes back to when a flow is done, and where the way out leads. */
export const DONE = 'https://example.com/done';
export const ACCOUNT = 'https://example.com/account';

/** What a visitor without JavaScript gets: the page's words, and its form when there is one. */
export type Page = Readonly<{
  status: number;
  headers: Headers;
  html: string;
  text: string;
  postForms: readonly Readonly<{ action: string; fields: URLSearchParams; names: readonly string[] }>[];
}>;

/** Opens a portal page as a browser would, redirects not followed. */
export async function visit(url: string): Promise<Page> {
  return pageOf(url, await fetch(url, { redirect: 'manual' }));
}

/** Presses the button of the page's one form, besides one for another card. */
export async function confirm(page: Page): Promise<Page> {
  const [form, ...others] = page.postForms.filter(({ names }) => !names.includes('number'));
  if (!form || others.length > 0)
    throw new Error(`The page has ${page.postForms.length} post forms: ${page.text}`);
  return pageOf(
    form.action,
    await fetch(form.action, { method: 'POST', body: form.fields, redirect: 'manual' }),
  );
}

/** Sends the page's form that has a button or field of each of these names, filled in like this. */
export async function submit(page: Page, fields: Readonly<Record<string, string>>): Promise<Page> {
  const form = page.postForms.find(({ names }) => Object.keys(fields).every((name) => names.includes(name)));
  if (!form) throw new Error(`The page has no form with ${Object.keys(fields).join(', ')}: ${page.text}`);
  const body = new URLSearchParams([...form.fields, ...Object.entries(fields)]);
  return pageOf(form.action, await fetch(form.action, { method: 'POST', body, redirect: 'manual' }));
}

/** Where an answer leads, as a whole address. */
export const leadsTo = (page: Page): string => page.headers.get('location') ?? '';

async function pageOf(url: string, response: Response): Promise<Page> {
  const html = await response.text();
  const postForms = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)]
    .filter(([, tag = '']) => attribute(tag, 'method')?.toLowerCase() === 'post')
    .map(([, tag = '', inside = '']) => ({
      action: new URL(attribute(tag, 'action') ?? url, url).href,
      fields: hiddenFields(inside),
      names: [...inside.matchAll(/<(?:input|button|textarea|select)\b[^>]*>/gi)].flatMap(
        ([tag]) => attribute(tag, 'name') ?? [],
      ),
    }));
  return { status: response.status, headers: response.headers, html, text: words(html), postForms };
}

function hiddenFields(form: string): URLSearchParams {
  const fields = new URLSearchParams();
  for (const [input] of form.matchAll(/<input\b[^>]*>/gi)) {
    const name = attribute(input, 'name');
    if (attribute(input, 'type') === 'hidden' && name) fields.append(name, attribute(input, 'value') ?? '');
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`, 'i').exec(tag)?.[1];
  return found === undefined ? undefined : unescaped(found);
}

const words = (html: string): string =>
  unescaped(html.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]+>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const unescaped = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity);

export type Stage = Account & Readonly<{ catalogue: Catalogue; configuration: string; ada: Subscriber }>;

/**
 * An account of its own on 16 November with a catalogue, and Ada: on Starter's monthly price since the 1st unless
 * `on` says otherwise. `update` overrides the configuration's subscription-update feature.
 */
export async function aStage({
  on = ({ starter }: Catalogue) => starter.month,
  update = {},
}: {
  on?: (catalogue: Catalogue) => string;
  update?: Parameters<typeof aPortalConfiguration>[1]['update'];
} = {}): Promise<Stage> {
  const account = anAccount();
  const catalogue = await aCatalogue(account.stripe);
  const plans = [catalogue.starter, catalogue.pro];
  const configuration = await aPortalConfiguration(account.stripe, { plans, update });
  const price = on(catalogue);
  const { recurring } = await account.stripe.prices.retrieve(price);
  const renews = recurring?.interval === 'year' ? ONE_YEAR_LATER : DECEMBER_1;
  await setClock(account, NOVEMBER_16);
  const ada = await aSubscriber(account.stripe, { price, since: NOVEMBER_1, renews });
  return { ...account, catalogue, configuration, ada };
}

const ONE_YEAR_LATER = 1825027200; // 1 November 2027

type Completion = Stripe.BillingPortal.SessionCreateParams.FlowData.AfterCompletion;

/** The URL of a session that asks Ada to confirm `change`. */
export async function aConfirmLink(
  { stripe, ada, configuration }: Stage,
  change: { price: string; quantity?: number; promotionCode?: string; completion?: Completion },
): Promise<string> {
  const {
    price,
    quantity,
    promotionCode,
    completion = { type: 'redirect', redirect: { return_url: DONE } },
  } = change;
  const session = await stripe.billingPortal.sessions.create({
    customer: ada.customer,
    configuration,
    return_url: ACCOUNT,
    flow_data: {
      type: 'subscription_update_confirm',
      subscription_update_confirm: {
        subscription: ada.subscription,
        items: [{ id: ada.item, price, ...(quantity !== undefined && { quantity }) }],
        ...(promotionCode && { discounts: [{ promotion_code: promotionCode }] }),
      },
      after_completion: completion,
    },
  });
  return session.url;
}
