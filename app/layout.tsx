import './globals.css';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { COMPANY } from '@/lib/billing/catalogue';

export const metadata: Metadata = {
  title: { default: COMPANY.name, template: `%s · ${COMPANY.name}` },
};

export const viewport: Viewport = { colorScheme: 'light dark' };

/**
 * The document around both worlds of pages. It asks nothing of the request, or no page below it could be cached;
 * who is signed in is asked by app/(personal)/layout.tsx.
 */
export default function RootLayout({ children }: LayoutProps<'/'>) {
  return (
    <html lang="en" className={GeistSans.variable}>
      <body className="flex min-h-dvh flex-col font-sans text-body antialiased">{children}</body>
    </html>
  );
}
