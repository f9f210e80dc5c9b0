import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { AuditAct } from '../audit/acts';
import type { Before } from '../billing/before';
import type { Currency, Interval, PlanKey } from '../billing/catalogue';
import type { VisitIntent } from '../billing/checkout';
import type { BillingInformation } from '../billing/customer-state';
import type { Outcome } from '../billing/outcome';
import type { PromotionCode } from '../billing/promotion';
import type { Discount, PaymentMethod, PendingUpdate, Upcoming } from '../billing/subscription';
import type { Attribution, Utm } from '../campaigns/link';

/** A moment of Stripe's, as Stripe gives it: Unix seconds. */
const unix = (name: string) => bigint(name, { mode: 'number' });
/** Minor units of the row's currency. */
const minorUnits = (name: string) => bigint(name, { mode: 'number' });
/** Whether the row's Stripe ids are of live mode: those of one mode mean nothing to a key of the other. */
const livemode = () => boolean('livemode').notNull();
const createdAt = () => timestamp('created_at', { withTimezone: true }).notNull().defaultNow();

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    email: text('email').notNull().unique(),
    emailVerified: timestamp('email_verified', { withTimezone: true }),
    createdAt: createdAt(),
  },
  (t) => [check('users_email_lower_case', sql`${t.email} = lower(${t.email})`)],
);

/** A browser that is signed in. The cookie's token is kept as its hash: whoever reads the database is nobody. */
export const sessions = pgTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expires: timestamp('expires', { withTimezone: true }).notNull(),
    seenAt: timestamp('seen_at', { withTimezone: true }).notNull().defaultNow(),
    createdAt: createdAt(),
  },
  (t) => [index('sessions_user').on(t.userId), index('sessions_expires').on(t.expires)],
);

/** Who a person is at GitHub or Google. Their tokens are not kept: nothing is asked there again. */
export const accounts = pgTable(
  'accounts',
  {
    provider: text('provider').notNull(),
    providerAccountId: text('provider_account_id').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.provider, t.providerAccountId] }), index('accounts_user').on(t.userId)],
);

/** The address that a person wants to sign in with from now on, until they confirm it: one at a time. */
export const emailChanges = pgTable('email_changes', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  email: text('email').notNull(),
  tokenHash: text('token_hash').notNull(),
  expires: timestamp('expires', { withTimezone: true }).notNull(),
});

/** Magic-link tokens, hashed by next-auth. */
export const verificationTokens = pgTable(
  'verification_tokens',
  {
    identifier: text('identifier').notNull(),
    token: text('token').notNull(),
    expires: timestamp('expires', { withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.identifier, t.token] })],
);

const NO_BILLING: BillingInformation = { name: null, phone: null, address: [] };

/** One Stripe customer per user in each of test and live mode, and one user per Stripe customer. */
export const customers = pgTable(
  'customers',
  {
    stripeCustomerId: text('stripe_customer_id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    livemode: livemode(),
    currency: text('currency'),
    deletedAtStripe: boolean('deleted_at_stripe').notNull().default(false),
    paymentMethod: jsonb('payment_method').$type<PaymentMethod>(),
    billing: jsonb('billing').$type<BillingInformation>().notNull().default(NO_BILLING),
    syncedAt: timestamp('synced_at', { withTimezone: true }),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex('customers_one_per_user_and_mode').on(t.userId, t.livemode),
    // the order in which they are read again
    index('customers_read_at').on(sql`coalesce(${t.syncedAt}, ${t.createdAt})`, t.stripeCustomerId),
  ],
);

export const subscriptions = pgTable(
  'subscriptions',
  {
    id: text('id').primaryKey(),
    customerId: text('customer_id')
      .notNull()
      .references(() => customers.stripeCustomerId, { onDelete: 'cascade' }),
    status: text('status').notNull(),
    item: text('item').notNull(),
    itemCount: integer('item_count').notNull(),
    priceId: text('price_id').notNull(),
    productId: text('product_id').notNull(),
    plan: text('plan').$type<PlanKey>(),
    interval: text('interval').$type<Interval>(),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').notNull(),
    quantity: integer('quantity').notNull(),
    currentPeriodStart: unix('current_period_start').notNull(),
    currentPeriodEnd: unix('current_period_end').notNull(),
    cancelAt: unix('cancel_at'),
    cancelAtPeriodEnd: boolean('cancel_at_period_end').notNull(),
    canceledAt: unix('canceled_at'),
    endedAt: unix('ended_at'),
    trialEnd: unix('trial_end'),
    created: unix('created').notNull(),
    schedule: text('schedule'),
    upcoming: jsonb('upcoming').$type<Upcoming>(),
    pendingUpdate: jsonb('pending_update').$type<PendingUpdate>(),
    discounts: jsonb('discounts').$type<readonly Discount[]>().notNull(),
    paymentMethod: jsonb('payment_method').$type<PaymentMethod>(),
    latestInvoice: text('latest_invoice'),
  },
  (t) => [
    // the rule of lib/billing/subscription.ts (LIVE_STATUSES), held by the database
    uniqueIndex('subscriptions_one_live_per_customer')
      .on(t.customerId)
      .where(sql`${t.status} in ('trialing', 'active', 'past_due', 'unpaid', 'paused')`),
    index('subscriptions_customer').on(t.customerId),
  ],
);

export const invoices = pgTable(
  'invoices',
  {
    id: text('id').primaryKey(),
    customerId: text('customer_id')
      .notNull()
      .references(() => customers.stripeCustomerId, { onDelete: 'cascade' }),
    number: text('number'),
    amount: minorUnits('amount').notNull(),
    amountDue: minorUnits('amount_due').notNull(),
    currency: text('currency').notNull(),
    status: text('status').notNull(),
    billingReason: text('billing_reason'),
    subscription: text('subscription'),
    attemptCount: integer('attempt_count').notNull(),
    hostedUrl: text('hosted_url'),
    created: unix('created').notNull(),
  },
  (t) => [index('invoices_customer').on(t.customerId, t.created)],
);

/** One row per visit to the portal or to Checkout, written before it opens: what was wanted, and how things stood. */
export const portalIntents = pgTable(
  'portal_intents',
  {
    /** 128 random bits, url-safe: it stands in the return URL. */
    id: text('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    customerId: text('customer_id').notNull(),
    livemode: livemode(),
    kind: text('kind').$type<VisitIntent['kind']>().notNull(),
    intent: jsonb('intent').$type<VisitIntent>().notNull(),
    promotion: jsonb('promotion').$type<PromotionCode>(),
    before: jsonb('before').$type<Before>().notNull(),
    createdAt: createdAt(),
    /** The session's creation by Stripe's clock; null when Stripe refused to open it. */
    openedAt: unix('opened_at'),
    outcome: jsonb('outcome').$type<StoredOutcome>(),
    /** The campaign link that brought the person here, and what it is counted under (lib/campaigns/link.ts). */
    attribution: jsonb('attribution').$type<Attribution>(),
    linkKey: text('link_key'),
    /** When the attribution was found or written on the subscription at Stripe. */
    attributedAt: timestamp('attributed_at', { withTimezone: true }),
  },
  (t) => [
    index('portal_intents_user').on(t.userId),
    index('portal_intents_link').on(t.linkKey).where(sql`${t.linkKey} is not null`),
  ],
);

/** An outcome with the next payment as it was announced then; `at` is Unix seconds. */
export type StoredOutcome = Readonly<{
  outcome: Outcome;
  next: Readonly<{ amount: number; currency: string; at: number }> | null;
}>;

/**
 * Events that were delivered, stored before they are answered and worked off afterwards. An event is only a nudge, so
 * what to look at again is all that is kept of it.
 */
export const inbox = pgTable(
  'inbox',
  {
    /** Stripe's id of the event: a duplicate delivery finds it here. */
    id: text('id').primaryKey(),
    type: text('type').notNull(),
    livemode: livemode(),
    /** The customer to read again; null for an event about the catalogue. */
    customerId: text('customer_id'),
    status: text('status').$type<'pending' | 'done' | 'dead'>().notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    /** When a pending one is due. */
    dueAt: timestamp('due_at', { withTimezone: true }).notNull().defaultNow(),
    error: text('error'),
    receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
    doneAt: timestamp('done_at', { withTimezone: true }),
  },
  (t) => [
    index('inbox_due').on(t.dueAt).where(sql`${t.status} = 'pending'`),
    index('inbox_customer').on(t.customerId).where(sql`${t.status} = 'pending'`),
    index('inbox_unfinished').on(t.receivedAt).where(sql`${t.status} in ('pending', 'dead')`),
    index('inbox_done').on(t.doneAt).where(sql`${t.status} = 'done'`),
  ],
);

/** Campaign links that the team has made. They never change: what is printed stays true. */
export const campaigns = pgTable('campaigns', {
  /** Six letters and digits at the end of the link's path. */
  id: text('id').primaryKey(),
  livemode: livemode(),
  name: text('name').notNull(),
  code: text('code'),
  plan: text('plan').$type<PlanKey>(),
  interval: text('interval').$type<Interval>(),
  currency: text('currency').$type<Currency>(),
  quantity: integer('quantity'),
  utm: jsonb('utm').$type<Utm>().notNull(),
  createdBy: uuid('created_by').references(() => users.id, { onDelete: 'set null' }),
  createdAt: createdAt(),
});

/** Visits of one link on one day (UTC). Nothing of a visitor is kept. */
export const campaignVisits = pgTable(
  'campaign_visits',
  {
    livemode: livemode(),
    linkKey: text('link_key').notNull(),
    day: date('day', { mode: 'string' }).notNull(),
    visits: bigint('visits', { mode: 'number' }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.livemode, t.linkKey, t.day] })],
);

/** Who was signed in after having come by a link, once for each link; `day` (UTC) is the first time. */
export const campaignPeople = pgTable(
  'campaign_people',
  {
    livemode: livemode(),
    linkKey: text('link_key').notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    day: date('day', { mode: 'string' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.livemode, t.linkKey, t.userId] }),
    index('campaign_people_user').on(t.userId),
  ],
);

/** The demo's mails; no other mode writes here. */
export const outbox = pgTable('outbox', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  to: text('to').notNull(),
  subject: text('subject').notNull(),
  link: text('link').notNull(),
  sentAt: unix('sent_at').notNull(),
});

/** How often something was tried, by rate-limiter-flexible, which names the columns. A key is a hash of who tried. */
export const rateLimits = pgTable('rate_limits', {
  key: text('key').primaryKey(),
  points: integer('points').notNull(),
  /** Unix milliseconds. */
  expire: bigint('expire', { mode: 'number' }),
});

/**
 * Who asked for what in billing and about their sign-in, and how it ended. Only ever added to: triggers refuse changes,
 * and removal within the time such rows are kept. Names no table, so that it outlives what it tells of.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** By the app's clock. */
    at: unix('at').notNull(),
    userId: uuid('user_id').notNull(),
    livemode: livemode(),
    act: text('act').$type<AuditAct>().notNull(),
    outcome: text('outcome').notNull(),
    /** The network that the request came from, without the part that names one machine; null when unknown. */
    network: text('network'),
    /** The request's id in the log. */
    request: text('request'),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index('audit_events_user').on(t.userId, t.id), index('audit_events_recorded').on(t.recordedAt)],
);
