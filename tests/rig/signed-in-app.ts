import type { PlainBrowser } from './plain-browser';
import { aRunningApp, type RunningApp } from './running-app';
import { makeSubscriber, type Subscriber } from './subscribers';

export type SignedInApp = RunningApp &
  Readonly<{
    /** A subscriber on Starter, signed in with a browser without JavaScript. */
    ada: Subscriber & { browser: PlainBrowser };
  }>;

/** A real app on a stage of its own, with one customer signed in; events go nowhere. */
export async function aSignedInApp(databaseUrl: string, stripeUrl: string): Promise<SignedInApp> {
  const running = await aRunningApp(databaseUrl, stripeUrl);
  const { stage } = running;
  const subscriber = await makeSubscriber(stage.stripe, stage.database);
  const ada = { ...subscriber, browser: await stage.browserOf(await stage.userOf(subscriber.email)) };
  return { ...running, ada };
}
