import { connection } from 'next/server';
import { PaymentBanner } from '@/components/payment-banner';
import { SiteFrame } from '@/components/site-frame';
import { getBanner } from '@/lib/account/banner';
import { auth } from '@/lib/auth';
import { COMPANY } from '@/lib/billing/catalogue';
import { isTeam } from '@/lib/campaigns/team';
import { outboxIsOpen } from '@/lib/outbox';
import { payInvoice, signOut, updatePaymentMethod } from './account/actions';

/** Pages that know who is asking: made for each request, kept by nobody. */
export default async function PersonalLayout({ children }: LayoutProps<'/'>) {
  await connection(); // who is signed in is known per request only; a build has no environment to read
  const [user, banner] = await Promise.all([auth(), getBanner()]);
  return (
    <SiteFrame
      company={COMPANY.name}
      signedInAs={user?.email ?? null}
      signOut={signOut}
      demo={outboxIsOpen()}
      team={user !== null && isTeam(user.email)}
    >
      {banner ? (
        <PaymentBanner banner={banner} updatePaymentMethod={updatePaymentMethod} payInvoice={payInvoice} />
      ) : null}
      {children}
    </SiteFrame>
  );
}
