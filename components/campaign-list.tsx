import type { ReactNode } from 'react';
import type { CampaignRow } from '@/lib/campaigns/list-view';
import { TextLink } from './text-link';

/** Links and what came of each: a card on a phone, a line on a wide screen. */
export function CampaignList({
  title,
  rows,
  children,
}: {
  title: string;
  rows: readonly CampaignRow[];
  children?: ReactNode;
}) {
  const id = `list-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children ? <div className="mt-1 max-w-line text-muted">{children}</div> : null}
      <ul className="mt-3 divide-y divide-line border-line border-t">
        {rows.map(({ key, name, href, detail, figures }) => (
          <li key={key} className="grid gap-x-8 gap-y-3 py-5 lg:grid-cols-[minmax(0,1fr)_auto]">
            <div className="min-w-0">
              <p className="font-medium">{href ? <TextLink href={href}>{name}</TextLink> : name}</p>
              <p className="break-words text-muted text-small">{detail}</p>
            </div>
            <dl className="grid grid-cols-4 gap-x-4 gap-y-2 tabular-nums lg:grid-cols-[repeat(4,5rem)_8rem] lg:text-right">
              {figures.map(({ label, value }) => (
                <div key={label} className="max-lg:last:col-span-4">
                  <dt className="text-muted text-small">{label}</dt>
                  <dd className="font-medium">{value}</dd>
                </div>
              ))}
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
