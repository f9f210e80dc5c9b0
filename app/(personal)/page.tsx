import type { Metadata } from 'next';
import { ActionRow } from '@/components/action-row';
import { ButtonLink } from '@/components/button';
import { StatusSample } from '@/components/status-sample';
import { COMPANY } from '@/lib/billing/catalogue';

export const metadata: Metadata = {
  title: { absolute: `${COMPANY.name}: ${COMPANY.tagline}` },
  description: `${COMPANY.name} checks your sites around the clock and keeps your status page true.`,
};

export default function LandingPage() {
  return (
    <div className="grid items-center gap-12 py-6 sm:py-12 lg:grid-cols-[minmax(0,1fr)_minmax(0,30rem)] lg:gap-16">
      <div>
        <h1 className="font-semibold text-hero">Know before your customers do</h1>
        <p className="mt-6 max-w-line text-muted">
          {COMPANY.name} checks your sites around the clock, wakes the right person and keeps your status page
          true. Made for small teams who would rather build than watch.
        </p>
        <div className="mt-8">
          <ActionRow>
            <ButtonLink href="/pricing" kind="primary">
              See plans and prices
            </ButtonLink>
            <ButtonLink href="/account" kind="quiet">
              Your account
            </ButtonLink>
          </ActionRow>
        </div>
        <p className="mt-6 text-muted text-small">Five checks are free, for as long as you like.</p>
      </div>
      <StatusSample />
    </div>
  );
}
