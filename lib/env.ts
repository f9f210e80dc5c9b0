import 'server-only';
import { demoPass } from './demo-pass';
import { BadEnvironmentError, type Env, parseEnv } from './env-schema';

let parsed: Env | undefined;

/**
 * Whether the key is one of live mode. Ids of test and of live mode mean nothing to each other's key, so every row that
 * holds some says which it is of, and only those of the key's own mode are read.
 */
export const livemode = (): boolean => /^[sr]k_live_/.test(env().STRIPE_SECRET_KEY);

/** The app's settings, parsed on first use, so that a build needs none of them. */
export function env(): Env {
  if (!parsed) {
    parsed = parseEnv(process.env);
    if (parsed.SIDEDOOR_DEMO && process.env.NODE_ENV === 'production' && demoPass() === null) {
      parsed = undefined;
      throw new BadEnvironmentError(
        '  SIDEDOOR_DEMO works only in what "npm run demo" starts: unset it. The demo shows sign-in links to anybody.',
      );
    }
    process.env.NEXTAUTH_URL = parsed.APP_URL; // next-auth reads it itself; two spellings of one address would differ one day
  }
  return parsed;
}

/** True under `npm run dev`, where React and Next bring tools of their own into the page. */
export const inDevelopment = (): boolean => process.env.NODE_ENV === 'development';
