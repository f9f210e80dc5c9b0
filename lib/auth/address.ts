/** RFC 5321 §4.5.3.1.3, less the two brackets. */
const MAX_LENGTH = 254;
// quoted parts, comments, lists, brackets and a final dot are other spellings of a mailbox that has a plain one
const PLAIN = /^[^\s@"(),:;<>[\]\\]+@[^\s@"(),:;<>[\]\\.]+(\.[^\s@"(),:;<>[\]\\.]+)+$/;

/**
 * A typed e-mail address as it is kept, counted and written to; null for what is none. A mailbox has one spelling, so that
 * whoever writes it differently is neither somebody else nor counted anew.
 */
export function addressOf(typed: string): string | null {
  const address = typed.normalize('NFKC').trim().toLowerCase();
  return address.length <= MAX_LENGTH && PLAIN.test(address) ? address : null;
}
