/** What somebody can ask for in billing and about their sign-in, each told in the words of the account page. */
export const AUDIT_ACTS = {
  home: 'Open the billing portal',
  payment_method_update: 'Replace the card',
  customer_update: 'Change billing information',
  subscription_cancel: 'Cancel the plan',
  subscription_update: 'See the portal’s list of plans',
  subscription_pause: 'Pause the plan',
  change_plan: 'Change or start a plan',
  keep_plan: 'Keep the plan',
  keep_current_plan: 'Take back a planned change',
  resume_plan: 'Resume the plan',
  pay_open_invoice: 'Pay the open invoice',
  change_email: 'Change the sign-in address',
  sign_out_everywhere: 'Sign out everywhere',
} as const;
export type AuditAct = keyof typeof AUDIT_ACTS;
