import 'server-only';
import { type Env, parseEnv } from './env-schema';

let parsed: Env | undefined;

/** The app's settings, parsed on first use, so that a build needs none of them. */
export function env(): Env {
  if (!parsed) {
    parsed = parseEnv(process.env);
    process.env.NEXTAUTH_URL = parsed.APP_URL; // next-auth reads it itself; two spellings of one address would differ one day
  }
  return parsed;
}
