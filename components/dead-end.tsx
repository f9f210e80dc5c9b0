import type { ReactNode } from 'react';
import { ActionRow } from './action-row';
import { Column, PageHeading } from './page';

/** A page without its matter: says what happened, that nothing was charged where money is near, and where to go. */
export function DeadEnd({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <Column>
      <PageHeading title={title}>
        <p>{lead}</p>
      </PageHeading>
      <div className="mt-8">
        <ActionRow>{children}</ActionRow>
      </div>
    </Column>
  );
}
