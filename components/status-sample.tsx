const DAYS = 45;

const SERVICES: readonly {
  name: string;
  uptime: string;
  slow: readonly number[];
  down: readonly number[];
}[] = [
  { name: 'Website', uptime: '99.98%', slow: [17], down: [] },
  { name: 'Sign-in', uptime: '100%', slow: [], down: [] },
  { name: 'Payments', uptime: '99.91%', slow: [30, 32], down: [31] },
];

/** What the company sells, as a picture: a status page. The bars say nothing the figures do not. */
export function StatusSample() {
  return (
    <figure className="rounded-[calc(var(--radius-brand)+8px)] border border-line bg-raised p-5 shadow-sm sm:p-8">
      <p className="flex items-center gap-3 rounded-brand bg-tint px-4 py-3 font-medium text-accent">
        <span className="size-3 rounded-full bg-accent" />
        Everything is working
      </p>
      <ul className="mt-6 space-y-6">
        {SERVICES.map((service) => (
          <li key={service.name}>
            <p className="flex justify-between">
              <span className="font-medium">{service.name}</span>
              <span className="text-muted tabular-nums">{service.uptime}</span>
            </p>
            <Bars slow={service.slow} down={service.down} />
          </li>
        ))}
      </ul>
      <figcaption className="mt-6 flex justify-between text-muted text-small">
        <span>{DAYS} days ago</span>
        <span>Today</span>
      </figcaption>
    </figure>
  );
}

/** One bar a day: whole when all was well, shorter when slow, low and in the warning colour when down. */
function Bars({ slow, down }: { slow: readonly number[]; down: readonly number[] }) {
  return (
    <svg
      viewBox={`0 0 ${DAYS * 8 - 3} 32`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="mt-2 h-8 w-full"
    >
      {Array.from({ length: DAYS }, (_, day) => {
        const height = down.includes(day) ? 12 : slow.includes(day) ? 22 : 32;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a day is its own place in the row
            key={day}
            x={day * 8}
            y={32 - height}
            width="5"
            height={height}
            rx="2"
            className={height === 32 ? 'fill-accent' : 'fill-attention'}
          />
        );
      })}
    </svg>
  );
}
