import type { Metadata } from 'next';
import { Column, PageHeading } from '@/components/page';
import { COMPANY } from '@/lib/billing/catalogue';

export const metadata: Metadata = {
  title: 'Terms',
  description: 'How a plan renews, how to cancel it, and how long a promotion code lowers the price.',
};

export default function TermsPage() {
  return (
    <Column>
      <PageHeading title="Terms">
        <p>{COMPANY.name} is a demo company. It sells nothing, and no card is ever charged here.</p>
      </PageHeading>
      <div className="mt-6 max-w-line space-y-4">
        <p>
          A plan renews at the end of each period until you cancel it. You can cancel on your account page at
          any time and keep what you have paid for until the period ends.
        </p>
        <p>
          A promotion code lowers the price for as long as the pricing page says. Afterwards the full price
          applies.
        </p>
        <p>Put your own terms in place of this page before you sell anything.</p>
      </div>
    </Column>
  );
}
