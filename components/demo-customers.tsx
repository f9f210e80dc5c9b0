import { TextLink } from './text-link';

/** Who can be tried in the demo, each in another state. A press puts the address into the field. */
export function DemoCustomers({
  customers,
  callbackUrl,
}: {
  customers: readonly Readonly<{ email: string; state: string }>[];
  callbackUrl: string;
}) {
  return (
    <section
      aria-labelledby="demo-customers"
      className="rounded-brand border border-control border-dashed p-5"
    >
      <h2 id="demo-customers" className="font-semibold">
        Demo customers
      </h2>
      <p className="mt-1 text-muted text-small">Choose one to fill in the address.</p>
      <ul className="mt-3 divide-y divide-line">
        {customers.map(({ email, state }) => (
          <li key={email} className="flex flex-wrap items-center justify-between gap-x-4 py-2">
            <TextLink href={`/sign-in?${new URLSearchParams({ callbackUrl, email })}`}>{email}</TextLink>
            <span className="text-muted text-small">{state}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
