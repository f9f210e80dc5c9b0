/** Something that is wrong, or will be: what it is, why it matters, and the command or Dashboard page that mends it. */
export type Finding = Readonly<{
  /** A fault breaks something now; a warning is worth knowing. */
  level: 'fault' | 'warning';
  what: string;
  why: string;
  mend: string;
}>;

export const fault = (what: string, why: string, mend: string): Finding => ({
  level: 'fault',
  what,
  why,
  mend,
});

export const warning = (what: string, why: string, mend: string): Finding => ({
  level: 'warning',
  what,
  why,
  mend,
});
