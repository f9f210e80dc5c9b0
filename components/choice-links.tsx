export type Choice = Readonly<{ label: string; hint: string | null; href: string; current: boolean }>;

/** Where the page goes on after a press: at the switches again, not at its top. */
export const CHOICES = 'choices';

/** A switch made of links, so that each position has an address and works without JavaScript. */
export function ChoiceLinks({ label, choices }: { label: string; choices: readonly Choice[] }) {
  return (
    <nav aria-label={label}>
      <ul className="inline-flex rounded-brand border border-line bg-sunken p-1">
        {choices.map((choice) => (
          <li key={choice.href}>
            <a
              href={`${choice.href}#${CHOICES}`}
              aria-current={choice.current ? 'true' : undefined}
              className={`flex min-h-11 items-center gap-2 rounded-[calc(var(--radius-brand)-4px)] px-4 ${
                choice.current
                  ? 'bg-raised font-medium shadow-sm ring-1 ring-control'
                  : 'text-muted hover:text-text'
              }`}
            >
              {choice.label}
              {choice.hint ? <span className="text-accent text-small">{choice.hint}</span> : null}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
