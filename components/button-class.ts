export type ButtonKind = 'primary' | 'secondary' | 'quiet';

const SHAPE =
  'inline-flex min-h-11 items-center justify-center rounded-brand border px-5 py-2 text-center font-medium ' +
  'transition-colors duration-150';

const COLOURS: Readonly<Record<ButtonKind, string>> = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-strong',
  secondary: 'border-control bg-raised text-text hover:border-text hover:bg-sunken',
  quiet: 'border-transparent text-text underline decoration-control underline-offset-4 hover:bg-sunken',
};

/** The looks of a button, for whatever element carries it. One primary a page. */
export function buttonClass(kind: ButtonKind): string {
  return `${SHAPE} ${COLOURS[kind]}`;
}
