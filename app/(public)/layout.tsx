import { SiteFrame } from '@/components/site-frame';
import { COMPANY } from '@/lib/billing/catalogue';
import { outboxIsOpen } from '@/lib/outbox';

/** Pages that are the same for everybody: made once, then kept. Nothing here may read a cookie, a header or a query. */
export default function PublicLayout({ children }: LayoutProps<'/'>) {
  return (
    <SiteFrame company={COMPANY.name} signedInAs={null} signOut={null} demo={outboxIsOpen()}>
      {children}
    </SiteFrame>
  );
}
