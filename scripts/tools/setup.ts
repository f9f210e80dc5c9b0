// npm run stripe:setup [-- --plan | --yes]
// Brings a Stripe account to what lib/billing/catalogue.ts says; shows the changes first.

import { createInterface } from 'node:readline/promises';
import { planAccount } from '../setup/account-plan';
import { connectToStripe } from '../setup/connection';
import { counted } from './counted';
import { endProgress, showProgress } from './progress-bar';

const HELP = `Usage: npm run stripe:setup [-- OPTION]

  --plan   shows what would change, and changes nothing
  --yes    asks nothing, also in a live account

Reads STRIPE_SECRET_KEY, APP_URL and, for a local Stripe, STRIPE_API_BASE from the environment or .env.`;

/** Only a word typed out counts as a yes to a live account; where nobody can type, --yes has to say it. */
async function agreed(live: boolean): Promise<boolean> {
  if (!live) return true;
  if (!process.stdin.isTTY) {
    console.error('This is a live account, and nobody is here to ask. Add --yes to change it.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('This is a LIVE account. Type "yes" to change it: ');
  terminal.close();
  return answer.trim() === 'yes';
}

async function main(options: ReadonlySet<string>): Promise<number> {
  const unknown = [...options].find((option) => !['--plan', '--yes', '--help'].includes(option));
  if (unknown !== undefined || options.has('--help')) {
    console.log(unknown === undefined ? HELP : `There is no option ${unknown}.\n\n${HELP}`);
    return unknown === undefined ? 0 : 1;
  }
  const account = connectToStripe(process.env);
  let secret: string | null = null;
  const { steps, obstacles } = await planAccount({
    ...account,
    tellSecret: (told) => {
      secret = told;
    },
  });
  console.log(`${account.live ? 'Live' : 'Test'} account at ${account.apiBase}, app at ${account.appUrl}`);
  for (const { what } of steps) console.log(`  + ${what}`);
  for (const { what, mend } of obstacles) console.error(`  ! ${what}\n    ${mend}`);
  if (obstacles.length > 0) {
    console.error('Nothing was changed: what is marked ! needs a person first.');
    return 1;
  }
  if (steps.length === 0) {
    console.log('The account is as the catalogue says. Nothing to change.');
    return 0;
  }
  if (options.has('--plan')) {
    console.log(`That would be ${counted(steps.length, 'change')}. Nothing was changed.`);
    return 0;
  }
  if (!options.has('--yes') && !(await agreed(account.live))) return 1;
  for (const [index, step] of steps.entries()) {
    showProgress(index, steps.length, 'changes');
    try {
      await step.take();
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`${step.what}: ${why}\nRun the command again: it goes on where it stopped.`);
    }
  }
  showProgress(steps.length, steps.length, 'changes');
  endProgress();
  console.log(`${counted(steps.length, 'change')} made.`);
  if (secret !== null) {
    console.log(`\nThe new webhook endpoint signs with this secret, which Stripe tells only now:`);
    console.log(`  STRIPE_WEBHOOK_SECRET=${secret}`);
  }
  return 0;
}

main(new Set(process.argv.slice(2)))
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
