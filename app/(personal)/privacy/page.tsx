import type { Metadata } from 'next';
import { Column, PageHeading } from '@/components/page';
import { COMPANY } from '@/lib/billing/catalogue';

export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What this site keeps about you, and what its cookies are for.',
};

export default function PrivacyPage() {
  return (
    <Column>
      <PageHeading title="Privacy">
        <p>{COMPANY.name} is a demo company. What you type here stays on the machine that runs the demo.</p>
      </PageHeading>
      <div className="mt-6 max-w-line space-y-4">
        <p>
          Your e-mail address is kept to sign you in and to find your plan. Cards are handled by the payment
          provider; this site never sees their numbers.
        </p>
        <p>
          Cookies keep you signed in. Who comes by a campaign’s link gets one more for 30 days: it remembers
          which link that was, and which came first, so that visits can be counted and the plan can say where
          it came from. Nobody follows you anywhere else.
        </p>
        <p>Put your own privacy notice in place of this page before you sell anything.</p>
      </div>
    </Column>
  );
}
