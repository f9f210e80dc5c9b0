/** The company's sign: decoration beside its name, so hidden from screen readers. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <path
        d="M16 5c.9 6.6 3.4 9.1 10 11-6.6 1.9-9.1 4.4-10 11-.9-6.6-3.4-9.1-10-11 6.6-1.9 9.1-4.4 10-11Z"
        className="fill-on-accent"
      />
    </svg>
  );
}
