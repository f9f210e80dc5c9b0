import { parseArgs } from 'node:util';
import { frozenClock } from './clock';
import { startLocalStripe } from './start';

const HELP = `The local Stripe: an API and hosted pages that the official SDKs and curl talk to.

  --port N     the port on 127.0.0.1 (default 12111; 0 takes any free one)
  --data DIR   keep the state in this folder (default: in memory only)
  --now UNIX   every account's clock stands still at this time
  --quiet      do not print each request`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '12111' },
      data: { type: 'string' },
      now: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(HELP);
  const now = values.now === undefined ? undefined : wholeNumber('--now', values.now);
  const stripe = await startLocalStripe({
    port: wholeNumber('--port', values.port),
    ...(values.data !== undefined && { data: values.data }),
    ...(now !== undefined && { clock: frozenClock(now) }),
    ...(!values.quiet && { log: (line: string) => console.log(line) }),
    warn: (line) => console.error(line),
  });
  const stop = () => stripe.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  console.log(`Local Stripe listening on ${stripe.url}`);
}

function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 0)
    throw new Error(`${flag} takes a whole number, got "${text}".`);
  return number;
}

main().catch((error: NodeJS.ErrnoException & { port?: number }) => {
  const busy = error.code === 'EADDRINUSE';
  console.error(
    busy ? `Port ${error.port} is busy. Stop what runs there, or pass another --port.` : error.message,
  );
  process.exit(1);
});
