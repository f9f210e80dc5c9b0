import type { Account } from '../account';
import type { Accounts } from '../accounts';
import { letTimePass } from '../billing/time';
import { businessOf } from '../hosted/business';
import { localeOf } from '../hosted/locale-of';
import type { Frame } from '../hosted/templates/view';
import type { Configuration, Customer, PortalSession, PortalVisit } from '../records';

/** How long an unvisited link lives, and how long a visited one lives on after its last visit. */
const UNVISITED_SECONDS = 5 * 60;
export const IDLE_SECONDS = 60 * 60;

export type OpenSession = Readonly<{
  account: Account;
  session: PortalSession;
  visit: PortalVisit;
  customer: Customer;
  configuration: Configuration;
  frame: Frame;
}>;

export type Opened =
  | { kind: 'open'; open: OpenSession }
  | { kind: 'unknown' }
  | { kind: 'expired'; expired: OpenSession };

/** The session behind a link, unless the link is unknown or has expired. */
export function openSession(accounts: Accounts, token: string, acceptLanguage: string): Opened {
  const account = accounts.withPortalToken(token);
  if (account) letTimePass(account);
  const [visit] = account?.store.by('portalVisits', 'token', token) ?? [];
  const session = visit && account?.store.get('portalSessions', visit.id);
  const customer = session && account?.store.get('customers', session.customer);
  const configuration = session && account?.store.get('configurations', session.configuration);
  if (!account || !visit || !session || !customer || !configuration) return { kind: 'unknown' };
  const frame = frameOf(account, session, customer, configuration, acceptLanguage);
  const until =
    visit.lastVisit === null ? session.created + UNVISITED_SECONDS : visit.lastVisit + IDLE_SECONDS;
  const open = { account, session, visit, customer, configuration, frame };
  return account.now() > until ? { kind: 'expired', expired: open } : { kind: 'open', open };
}

/** Notes that the customer was here: the link lives on for another hour. */
export function noteVisit({ account, visit }: OpenSession): void {
  account.transaction(() => account.store.put('portalVisits', { ...visit, lastVisit: account.now() }));
}

function frameOf(
  account: Account,
  session: PortalSession,
  customer: Customer,
  configuration: Configuration,
  acceptLanguage: string,
): Frame {
  const { headline, privacy_policy_url, terms_of_service_url } = configuration.business_profile;
  const locale = localeOf(session.locale, customer.preferred_locales ?? [], acceptLanguage);
  return {
    locale,
    business: businessOf(account),
    headline,
    returnUrl: session.return_url,
    termsUrl: terms_of_service_url,
    privacyUrl: privacy_policy_url,
  };
}
