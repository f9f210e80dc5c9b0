import 'server-only';
import { env } from './env';

/** The time in Unix seconds; SIDEDOOR_NOW freezes it, in demo mode only. */
export function now(): number {
  return env().SIDEDOOR_NOW ?? Math.floor(Date.now() / 1000);
}
