import { createClient } from '@redis/client';
import { type Finding, fault } from './finding';

const PATIENCE_MS = 5_000;

/** Whether the Redis that all instances share takes and gives. */
export async function examineCache(url: string): Promise<Finding[]> {
  const client = createClient({ url, socket: { connectTimeout: PATIENCE_MS, reconnectStrategy: false } });
  client.on('error', () => {}); // told by what was asked of it
  try {
    await client.connect();
    await client.set('sidedoor:doctor', 'well', { expiration: { type: 'EX', value: 10 } });
    return [];
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const told = 'code' in error ? String(error.code) : (error.message.split(' ')[0] ?? error.name);
    return [
      fault(
        `The Redis at ${new URL(url).host} cannot be used: ${told}.`,
        'Instances make every page for themselves, and a changed price is not worked off until Redis is back.',
        'See that it runs, and that REDIS_URL has its password; or leave REDIS_URL out.',
      ),
    ];
  } finally {
    if (client.isOpen) client.destroy();
  }
}
