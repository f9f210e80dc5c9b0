// What a newcomer reads when everything runs.

import { join } from 'node:path';
import { bold, cyan, dim } from './progress.mjs';

const CAMPAIGNS = [
  ['/go/SPRING25', '25% off for 3 months'],
  ['/pricing?promo=HELLO20&interval=year', '20% off the first yearly invoice'],
  ['/pricing?promo=TENOFF&currency=eur&plan=pro', '€9 off Pro for 3 months'],
];

/**
 * @param {{ appUrl: string, stripeUrl: string | null, customers: { email: string, state: string }[], seededBefore: boolean,
 *   data: string }} services `stripeUrl` is null when the app talks to a real Stripe account; `seededBefore`: the customers
 *   are those of an earlier start, and have lived on since; `data` is the folder
 */
export function printBanner({ appUrl, stripeUrl, customers, seededBefore, data }) {
  const lines = [
    '',
    `  ${bold('Sidedoor is running')}  ${cyan(appUrl)}`,
    '',
    ...(stripeUrl
      ? [`  Sign in as    ${dim(`${appUrl}/sign-in, the link arrives in ${appUrl}/outbox`)}`]
      : [`  Stripe        ${dim('your test account (STRIPE_SECRET_KEY); nothing was seeded there')}`]),
    ...customers.map(({ email, state }) => `    ${email.padEnd(22)}${dim(state)}`),
    ...(seededBefore ? [`    ${dim(`so at the first start; without ${data} the demo begins anew`)}`] : []),
    '',
    '  Campaign links',
    ...(stripeUrl
      ? [`    ${cyan(`${appUrl}/campaigns`)}  ${dim('makes more of them, for team@northlight.example')}`]
      : []),
    ...CAMPAIGNS.map(([path, words]) => `    ${cyan(appUrl + path)}  ${dim(words)}`),
    '',
    ...(stripeUrl ? [`  Local Stripe  ${stripeUrl}`] : []),
    `  Logs          ${join(data, '*.log')}`,
    '  Stop          Ctrl-C',
    '',
  ];
  console.log(lines.join('\n'));
}
