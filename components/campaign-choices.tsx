/** What a link says, value by value. */
export function CampaignChoices({
  choices,
}: {
  choices: readonly Readonly<{ label: string; value: string }>[];
}) {
  if (choices.length === 0) return null;
  return (
    <section aria-labelledby="choices">
      <h2 id="choices" className="font-semibold">
        What the link says
      </h2>
      <dl className="mt-3 divide-y divide-line border-line border-y">
        {choices.map(({ label, value }) => (
          <div key={label} className="flex flex-wrap justify-between gap-x-6 py-2">
            <dt className="text-muted">{label}</dt>
            <dd className="break-words font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
