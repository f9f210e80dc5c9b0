import './globals.css';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { connection } from 'next/server';
import { PaymentBanner } from '@/components/payment-banner';
import { SiteFooter } from '@/components/site-footer';
import { SiteHeader } from '@/components/site-header';
import { getBanner } from '@/lib/account/banner';
import { auth } from '@/lib/auth';
import { COMPANY } from '@/lib/billing/catalogue';
import { outboxIsOpen } from '@/lib/outbox';
import { payInvoice, signOut, updatePaymentMethod } from './account/actions';

export const metadata: Metadata = {
  title: { default: COMPANY.name, template: `%s · ${COMPANY.name}` },
};

export const viewport: Viewport = { colorScheme: 'light dark' };

export default async function RootLayout({ children }: LayoutProps<'/'>) {
  await connection(); // who is signed in is known per request only; a build has no environment to read
  const [user, banner] = await Promise.all([auth(), getBanner()]);
  return (
    <html lang="en" className={GeistSans.variable}>
      <body className="flex min-h-dvh flex-col font-sans text-body antialiased">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-10 focus:rounded-brand focus:bg-accent focus:px-4 focus:py-3 focus:text-on-accent"
        >
          Skip to content
        </a>
        <SiteHeader company={COMPANY.name} signedInAs={user?.email ?? null} signOut={signOut} />
        <main
          id="content"
          tabIndex={-1}
          className="mx-auto w-full max-w-page flex-1 px-4 pt-4 outline-none sm:px-8 sm:pt-10"
        >
          {banner ? (
            <PaymentBanner
              banner={banner}
              updatePaymentMethod={updatePaymentMethod}
              payInvoice={payInvoice}
            />
          ) : null}
          {children}
        </main>
        <SiteFooter company={COMPANY.name} demo={outboxIsOpen()} />
      </body>
    </html>
  );
}
