import { openShop, REQUESTS, type Shop, timeWalks } from './sdk-path';
import type { ServerProcess } from './server-process';

export type Growth = Readonly<{
  size: number;
  /** Milliseconds. */
  perRequest: number;
  /** Against an almost empty account of the same server at the same moment. */
  slower: number;
  /** Resident memory in MB. */
  memory: number;
}>;

const ABREAST = 16;
const ROUNDS = 9;
const WALKS = 40;

/** Fills one account to each size in turn, and walks the path there and in a fresh account by turns. */
export async function* measureGrowth(
  server: ServerProcess,
  sizes: readonly number[],
): AsyncGenerator<Growth> {
  const full = await openShop(server.url, 'sk_test_full');
  let filled = 0;
  for (const size of sizes) {
    await fill(full, size - filled);
    filled = size;
    const fresh = await openShop(server.url, `sk_test_fresh${size}`);
    await Promise.all([timeWalks(full, WALKS, 1), timeWalks(fresh, WALKS, 1)]); // warm-up
    const [times, ratios]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const turns = round % 2 === 0 ? [full, fresh] : [fresh, full];
      const taken = new Map<Shop, number>();
      for (const shop of turns) taken.set(shop, await timeWalks(shop, WALKS, 1));
      times.push((taken.get(full) ?? 0) / (WALKS * REQUESTS));
      ratios.push((taken.get(full) ?? 0) / (taken.get(fresh) ?? 1));
    }
    yield { size, perRequest: median(times), slower: median(ratios), memory: server.memory() };
  }
}

/** Two requests a subscription, many under way. */
async function fill({ stripe, price }: Shop, count: number): Promise<void> {
  let left = count;
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      while (left-- > 0) {
        const customer = await stripe.customers.create({
          email: `customer-${left}@example.com`,
          payment_method: 'pm_card_visa',
          invoice_settings: { default_payment_method: 'pm_card_visa' },
        });
        await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
      }
    }),
  );
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
