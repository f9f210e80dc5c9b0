/**
 * What `stripe trigger` asks for, by the event that it is to bring about: one request a line, `name = METHOD path` and its
 * parameters. `{name}` is the id of what an earlier line has made, `{name.field}` a field of it; `!` marks a request that is to be refused.
 */
const CUSTOMER = 'customer = POST customers';
const CARD_HOLDER =
  'customer = POST customers payment_method=pm_card_visa invoice_settings[default_payment_method]=pm_card_visa';
const SOURCE_HOLDER = 'customer = POST customers source=tok_visa';
const PRODUCT = 'product = POST products name=Mug';
const PRICE = `${PRODUCT}
  price = POST prices product={product} unit_amount=1500 currency=usd recurring[interval]=month`;
const SUBSCRIPTION = `${CARD_HOLDER}
  ${PRICE}
  subscription = POST subscriptions customer={customer} items[0][price]={price}`;
const COUPON = 'coupon = POST coupons percent_off=20';
const CODE = `${COUPON}
  code = POST promotion_codes coupon={coupon}`;
const ITEM = `${CUSTOMER}
  item = POST invoiceitems amount=2000 currency=usd customer={customer}`;
const INVOICE = `${ITEM}
  invoice = POST invoices customer={customer} pending_invoice_items_behavior=include`;
const OPEN_INVOICE = `${INVOICE}
  open = POST invoices/{invoice}/finalize`;
const paidWith = (card: string, refused = ''): string => `${CUSTOMER}
  method = POST payment_methods/${card}/attach customer={customer}
  item = POST invoiceitems amount=2000 currency=usd customer={customer}
  invoice = POST invoices customer={customer} pending_invoice_items_behavior=include
  ${refused}paid = POST invoices/{invoice}/pay payment_method={method}`;
const SCHEDULE = `${SOURCE_HOLDER}
  ${PRICE}
  schedule = POST subscription_schedules customer={customer} start_date=now phases[0][iterations]=1 phases[0][items][0][price]={price} phases[0][items][0][quantity]=1 phases[1][iterations]=1 phases[1][items][0][price]={price} phases[1][items][0][quantity]=2`;
const ORDER = `${PRODUCT}
  price = POST prices product={product} unit_amount=1500 currency=usd
  session = POST checkout/sessions success_url=https://example.com/a cancel_url=https://example.com/b mode=payment line_items[0][price]={price} line_items[0][quantity]=2`;
const PLAN = 'plan = POST plans currency=usd interval=month amount=2000 product[name]=Mug';
const CLOCK = 'clock = POST test_helpers/test_clocks frozen_time=1577836800';
const CONFIGURATION =
  'configuration = POST billing_portal/configurations business_profile[headline]=Mugs features[subscription_cancel][enabled]=true';
const METHOD = `${CUSTOMER}
  method = POST payment_methods/pm_card_visa/attach customer={customer}`;
const intent = (card: string, params = ''): string =>
  `intent = POST payment_intents amount=2000 currency=usd payment_method_types[0]=card payment_method=${card} confirm=true ${params}`;
const setup = (card: string, params = ''): string =>
  `intent = POST setup_intents confirm=true payment_method=${card} ${params}`;
const fromToken = (token: string): string => `method = POST payment_methods type=card card[token]=${token}
  ${CUSTOMER}
  attached = POST payment_methods/{method}/attach customer={customer}
  changed = POST customers/{customer} invoice_settings[default_payment_method]={method}
  ${PRICE}
  subscription = POST subscriptions customer={customer} items[0][price]={price}`;
const CARDS = 'payment_method_types[0]=card';

export const RECIPES: Readonly<Record<string, string>> = {
  'billing_portal.configuration.created': CONFIGURATION,
  'billing_portal.configuration.updated': `${CONFIGURATION}
    changed = POST billing_portal/configurations/{configuration} metadata[a]=b`,
  'charge.captured': `${intent('pm_card_visa', 'capture_method=manual')}
    captured = POST payment_intents/{intent}/capture`,
  'charge.failed': `!${intent('pm_card_visa_chargeDeclined')}`,
  'charge.succeeded': intent('pm_card_visa'),
  'checkout.session.completed': `${ORDER} payment_intent_data[shipping][name]=Ada payment_intent_data[shipping][address][line1]=Street
    page = GET payment_pages/{session}
    method = POST payment_methods type=card card[token]=tok_visa billing_details[email]=ada@example.com billing_details[name]=Ada
    paid = POST payment_pages/{session}/confirm payment_method={method} expected_amount=3000`,
  'checkout.session.expired': `${ORDER}
    expired = POST checkout/sessions/{session}/expire`,
  'coupon.created': COUPON,
  'coupon.deleted': `${COUPON}
    gone = DELETE coupons/{coupon}`,
  'coupon.updated': `${COUPON}
    changed = POST coupons/{coupon} metadata[a]=b`,
  'customer.created': CUSTOMER,
  'customer.deleted': `${CUSTOMER}
    gone = DELETE customers/{customer}`,
  'customer.discount.created': `${COUPON}
    customer = POST customers coupon={coupon}`,
  'customer.discount.deleted': `${COUPON}
    customer = POST customers coupon={coupon}
    changed = POST customers/{customer} coupon=`,
  'customer.discount.updated': `${COUPON}
    customer = POST customers coupon={coupon}
    other = POST coupons percent_off=30
    changed = POST customers/{customer} coupon={other}`,
  'customer.source.created': `${CUSTOMER}
    source = POST customers/{customer}/sources source=tok_visa`,
  'customer.source.updated': `${CUSTOMER}
    source = POST customers/{customer}/sources source=tok_visa
    changed = POST customers/{customer}/sources/{source} metadata[a]=b`,
  'customer.subscription.created': SUBSCRIPTION,
  'customer.subscription.deleted': `${SUBSCRIPTION}
    gone = DELETE subscriptions/{subscription}`,
  'customer.subscription.paused': `${CUSTOMER}
    ${PRICE}
    subscription = POST subscriptions customer={customer} items[0][price]={price} trial_period_days=7 trial_settings[end_behavior][missing_payment_method]=pause
    paused = POST subscriptions/{subscription} trial_end=now`,
  'customer.subscription.trial_will_end': `${CUSTOMER}
    ${PRICE}
    subscription = POST subscriptions customer={customer} items[0][price]={price} trial_period_days=1`,
  'customer.subscription.updated': `${SUBSCRIPTION}
    changed = POST subscriptions/{subscription} metadata[a]=b`,
  'customer.updated': `${CUSTOMER}
    changed = POST customers/{customer} metadata[a]=b`,
  'invoice.created': INVOICE,
  'invoice.deleted': `${INVOICE}
    gone = DELETE invoices/{invoice}`,
  'invoice.finalized': OPEN_INVOICE,
  'invoice.marked_uncollectible': `${OPEN_INVOICE}
    given_up = POST invoices/{invoice}/mark_uncollectible`,
  'invoice.paid': paidWith('pm_card_visa'),
  'invoice.payment_action_required': paidWith('pm_card_threeDSecure2Required', '!'),
  'invoice.payment_failed': paidWith('pm_card_chargeCustomerFail', '!'),
  'invoice.sent': `customer = POST customers email=ada@example.com
    item = POST invoiceitems amount=2000 currency=usd customer={customer}
    invoice = POST invoices customer={customer} pending_invoice_items_behavior=include collection_method=send_invoice days_until_due=7
    sent = POST invoices/{invoice}/send`,
  'invoice.updated': `${INVOICE}
    changed = POST invoices/{invoice} metadata[a]=b`,
  'invoice.voided': `${OPEN_INVOICE}
    voided = POST invoices/{invoice}/void`,
  'invoiceitem.created': ITEM,
  'invoiceitem.deleted': `${ITEM}
    gone = DELETE invoiceitems/{item}`,
  'payment_intent.amount_capturable_updated': intent(
    'pm_card_visa',
    'capture_method=manual confirmation_method=manual return_url=https://example.com',
  ),
  'payment_intent.canceled': `intent = POST payment_intents amount=2000 currency=usd
    canceled = POST payment_intents/{intent}/cancel cancellation_reason=requested_by_customer`,
  'payment_intent.created': `intent = POST payment_intents amount=2000 currency=usd ${CARDS}`,
  'payment_intent.payment_failed': `!${intent('pm_card_chargeDeclined')}`,
  'payment_intent.requires_action': intent('pm_card_authenticationRequired'),
  'payment_intent.succeeded': intent(
    'pm_card_visa',
    'shipping[name]=Ada shipping[address][line1]=Street shipping[address][country]=GB',
  ),
  'payment_method.attached': METHOD,
  'payment_method.detached': `${METHOD}
    detached = POST payment_methods/{method}/detach`,
  'payment_method.updated': `${CUSTOMER}
    ${setup('pm_card_visa', 'customer={customer}')}
    changed = POST payment_methods/{intent.payment_method} metadata[a]=b`,
  'plan.created': PLAN,
  'plan.deleted': `${PLAN}
    gone = DELETE plans/{plan}`,
  'plan.updated': `${PLAN}
    changed = POST plans/{plan} metadata[a]=b`,
  'price.created': PRICE,
  'price.updated': `${PRICE}
    changed = POST prices/{price} metadata[a]=b`,
  'product.created': PRODUCT,
  'product.deleted': `${PRODUCT}
    gone = DELETE products/{product}`,
  'product.updated': `${PRODUCT}
    changed = POST products/{product} metadata[a]=b`,
  'promotion_code.created': CODE,
  'promotion_code.updated': `${CODE}
    changed = POST promotion_codes/{code} metadata[a]=b`,
  'setup_intent.canceled': `intent = POST setup_intents ${CARDS}
    canceled = POST setup_intents/{intent}/cancel cancellation_reason=requested_by_customer`,
  'setup_intent.created': `intent = POST setup_intents ${CARDS}`,
  'setup_intent.requires_action': setup('pm_card_authenticationRequired'),
  'setup_intent.setup_failed': `!${setup('pm_card_chargeDeclined', CARDS)}`,
  'setup_intent.succeeded': setup('pm_card_visa', CARDS),
  'subscription.payment_failed': fromToken('tok_chargeCustomerFail'),
  'subscription.payment_succeeded': fromToken('tok_visa'),
  'subscription_schedule.canceled': `${SCHEDULE}
    canceled = POST subscription_schedules/{schedule}/cancel`,
  'subscription_schedule.created': SCHEDULE,
  'subscription_schedule.released': `${SCHEDULE}
    released = POST subscription_schedules/{schedule}/release`,
  'subscription_schedule.updated': `${SCHEDULE}
    changed = POST subscription_schedules/{schedule} metadata[a]=b`,
  'test_helpers.test_clock.advancing': `${CLOCK}
    advanced = POST test_helpers/test_clocks/{clock}/advance frozen_time=1580515200`,
  'test_helpers.test_clock.created': CLOCK,
  'test_helpers.test_clock.deleted': `${CLOCK}
    gone = DELETE test_helpers/test_clocks/{clock}`,
  'test_helpers.test_clock.ready': `${CLOCK}
    advanced = POST test_helpers/test_clocks/{clock}/advance frozen_time=1580515200`,
};
