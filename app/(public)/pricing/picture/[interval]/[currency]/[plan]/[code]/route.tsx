import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ImageResponse } from 'next/og';
import { COMPANY } from '@/lib/billing/catalogue';
import { readChoice } from '@/lib/pricing/choice';
import { ANY_PLAN, keptPath, NO_CODE } from '@/lib/pricing/kept-path';
import { PICTURE_SIZE } from '@/lib/pricing/metadata';
import { getPublicPricingView } from '@/lib/pricing/public-view';
import { PricingPicture } from './pricing-picture';

/** Kept like the page it belongs to. */
export const dynamic = 'force-static';
export const revalidate = 60;
export const generateStaticParams = () => [];

type Params = { interval: string; currency: string; plan: string; code: string };

/** What a link to the pricing page looks like where people share it: the plan, or the campaign's price. */
export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { code, ...fields } = await params;
  const given = { ...fields, promo: code === NO_CODE ? null : code };
  const choice = readChoice((name) => given[name as keyof typeof given]);
  // one address for each picture, and none for a code that is not there
  const isCanonical =
    keptPath(choice) === ['/prices', fields.interval, fields.currency, fields.plan, code].join('/');
  if (!isCanonical) return new Response('There is no such picture.', { status: 404 });
  const { view } = await getPublicPricingView(choice);
  if (view.promotion.state === 'refused') return new Response('There is no such code.', { status: 404 });
  const font = (weight: string) =>
    readFile(
      join(process.cwd(), 'node_modules', 'geist', 'dist', 'fonts', 'geist-sans', `Geist-${weight}.ttf`),
    );
  const [regular, bold] = await Promise.all([font('Regular'), font('SemiBold')]);
  const plans = view.plans.filter(({ plan }) => fields.plan === ANY_PLAN || plan === choice.plan);
  return new ImageResponse(
    <PricingPicture company={COMPANY.name} plans={plans} promotion={view.promotion} />,
    {
      ...PICTURE_SIZE,
      fonts: [
        { name: 'Geist', data: regular, weight: 400 },
        { name: 'Geist', data: bold, weight: 600 },
      ],
    },
  );
}
