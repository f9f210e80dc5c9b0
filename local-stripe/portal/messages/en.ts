/**
 * Every visible word of the portal in English, as ICU messages. Amounts, dates and percentages arrive formatted;
 * `{cadence}`, `{price}`, `{item}` and `{discount}` are other messages of this file.
 */
export const en = {
  'mark.test': 'test mode · local Stripe',
  'frame.return': 'Return to {business}',
  'frame.terms': 'Terms',
  'frame.privacy': 'Privacy',
  'frame.legal': 'Legal',

  // "5 × Pro", "$36.75 per month", "$49.00 every 3 months"
  'item.quantity': '{quantity, number} × {product}',
  'item.units': '{quantity, number} × {amount}',
  'price.recurring':
    '{amount} {interval, select, day {{count, plural, =1 {per day} other {every # days}}} week {{count, plural, =1 {per week} other {every # weeks}}} month {{count, plural, =1 {per month} other {every # months}}} other {{count, plural, =1 {per year} other {every # years}}}}',
  'price.was': 'was {amount}, now',

  // A discount with its duration. `{off}` is "25%" or "$10.00".
  'discount.once': '{off} off your next invoice only',
  'discount.months': '{off} off for {months, plural, one {# month} other {# months}}',
  'discount.years': '{off} off for {years, plural, one {# year} other {# years}}',
  'discount.window': '{off} off invoices in the next {months, plural, one {month} other {# months}}',
  'discount.until': '{off} off until {date}',
  'discount.forever': '{off} off for as long as you stay',
  'discount.then': '{discount}, then {price}',
  'discount.existing': 'Already on your subscription',

  'change.heading.product': 'Switch to {product}',
  'change.heading.interval':
    '{interval, select, day {{count, plural, =1 {Pay for {product} daily} other {Pay for {product} every # days}}} week {{count, plural, =1 {Pay for {product} weekly} other {Pay for {product} every # weeks}}} month {{count, plural, =1 {Pay for {product} monthly} other {Pay for {product} every # months}}} other {{count, plural, =1 {Pay for {product} yearly} other {Pay for {product} every # years}}}}',
  'change.heading.quantity': 'Change to {item}',
  'change.heading.discount': 'Add {label} to {product}',
  'change.heading.same': 'Confirm your change',
  'change.title.problem': 'Payment refused: {heading}',

  'change.due': 'Due today',
  'change.then': 'Then {amount} on {date}',
  'change.keep': 'You keep {item} until {date}',
  'change.plan': 'Your plan',
  'change.plan.now': 'Current',
  'change.plan.new': 'New',
  'change.plan.from': 'From {date}',
  'change.trialEnds': 'Your free trial ends today and paid billing starts.',
  'change.today': 'Today',
  'change.next': 'Next payment',
  'change.next.on': 'on {date}',
  'change.card': 'Card',

  'line.unused': 'Unused time on {item}',
  'line.remaining': '{item} for the rest of this period',
  'line.discount': '{off} off',
  'line.balance.credit': 'From your account balance',
  'line.balance.owed': 'Owed from earlier invoices',
  'line.credit': 'Goes to your account balance',
  'line.credit.note': 'It lowers your next payments.',

  'card.masked': '{brand} ···· {last4}, expires {date}',
  'card.spoken': '{brand} ending in {last4}, expires {date}',

  'confirm.pay': 'Confirm and pay {amount}',
  'confirm.change': 'Confirm change',
  'confirm.schedule': 'Schedule change for {date}',
  'confirm.note.pay': 'The change takes effect as soon as the payment goes through.',
  'confirm.note.change': 'The change takes effect at once. Nothing is charged today.',
  'confirm.note.schedule': 'Nothing is charged today.',

  'nocard.title': 'There is no card to charge',
  'nocard.body': '{amount} is due today, and no payment method is on file. Nothing changed.',
  'nocard.next': 'Add a payment method first, then open this change again.',
  'nocard.next.return': 'Return to {business}, add a payment method, then open this change again.',

  'problem.title': 'The payment did not go through',
  'problem.unchanged': 'Nothing changed: you still have {item}, and nothing was charged.',
  'problem.next': 'Try again, or use another card.',
  'problem.next.return': 'Try again, or return to {business} and update your card first.',

  'done.title.product': 'You are on {product}',
  'done.title.quantity': 'You have {item}',
  'done.title.same': 'Your change is confirmed',
  'done.title.scheduled': 'Your change is scheduled',
  'done.charged': 'Charged today',
  'done.before': 'Before',
  'done.now': 'Now',
  'done.details': 'What changed',
  'done.note': 'From {business}',
  'done.scheduled': 'Nothing was charged',

  'message.expired.title': 'This link has expired',
  'message.expired.body':
    'Links to your billing pages work for a short time only. Nothing was changed or charged.',
  'message.expired.next': 'Open the page again from your account to get a new link.',
  'message.unknown.title': 'This link leads nowhere',
  'message.unknown.body':
    'The address is incomplete, or the link never existed. Nothing was changed or charged.',
  'message.unknown.next': 'Open your billing pages again from the company’s own site.',
  'message.completed.title': 'This is already done',
  'message.completed.body': 'The change behind this link was confirmed before. It is not made twice.',
  'message.completed.next': 'Your account shows what you have now.',
  'message.unavailable.title': 'This page is not part of the local Stripe yet',
  'message.unavailable.body':
    'The link asks for the flow “{flow}”, which has no page here. Nothing was changed or charged.',
  'message.unavailable.next': 'At Stripe itself the same link opens the page.',
  'message.impossible.title': 'This change is no longer possible',
  'message.impossible.body':
    'Your plan or the offer has changed since this link was made. Nothing was charged.',
  'message.impossible.next': 'Go back and choose again: you will see what is on offer now.',
  'message.error.title': 'Something went wrong on our side',
  'message.error.body': 'The page could not be shown. Reload it to try again.',
  'message.error.next': 'If it happens again, the output of the local Stripe says why.',

  'invoice.title': 'Invoice {number}',
  'invoice.to': 'To {customer}',
  'invoice.paid': 'Paid on {date}',
  'invoice.open': 'Not paid yet',
  'invoice.void': 'Void: nothing is owed',
  'invoice.lines': 'What it is for',
  'invoice.discount': 'Discount',
  'invoice.total': 'Total',
  'invoice.due': 'Amount due',
  'invoice.charged': 'Amount paid',
  'invoice.pdf': 'Download as PDF',
  'invoice.later': 'Too little to charge: added to the next invoice',
} as const;

/** The name of a message. */
export type MessageKey = keyof typeof en;

/** A whole catalogue: every locale has every key. */
export type Messages = Readonly<Record<MessageKey, string>>;
