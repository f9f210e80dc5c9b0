/** So many tries (`points`) within so many seconds. Far above what a person does, far below what guessing needs. */
export const LIMITS = {
  /** Sign-in: mails asked for and links tried, by client. */
  'sign-in': { points: 30, seconds: 600 },
  /** Sign-in mails to one mailbox, whoever asks. */
  'sign-in-mail': { points: 10, seconds: 900 },
  /** Promotion codes that Stripe is asked about for a page, a picture or a campaign link, by client; known ones ask nothing. */
  code: { points: 60, seconds: 600 },
  /** Buttons that ask Stripe for something, by person. */
  billing: { points: 60, seconds: 600 },
  /** The same by client, for one network with many accounts. */
  'billing-client': { points: 300, seconds: 600 },
  /** Deliveries whose signature is not ours, by client; signed ones are never counted. */
  'webhook-unsigned': { points: 30, seconds: 60 },
} as const;
export type Limit = keyof typeof LIMITS;
