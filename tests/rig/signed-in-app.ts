import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from './app-process';
import { aStage, type Stage } from './app-stage';
import { FROZEN_NOW } from './frozen-now';
import type { PlainBrowser } from './plain-browser';
import { makeSubscriber, type Subscriber } from './subscribers';

export type SignedInApp = Readonly<{
  stage: Stage;
  app: AppProcess;
  /** A subscriber on Starter, signed in with a browser without JavaScript. */
  ada: Subscriber & { browser: PlainBrowser };
  stop(): Promise<void>;
}>;

/** A real app on a stage of its own, with one customer signed in; events go nowhere. */
export async function aSignedInApp(databaseUrl: string, stripeUrl: string): Promise<SignedInApp> {
  const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  const port = await freePort();
  const app = await startAppProcess(port, stage.env(`http://localhost:${port}`));
  const subscriber = await makeSubscriber(stage.stripe, stage.database);
  const ada = { ...subscriber, browser: await stage.browserOf(await stage.userOf(subscriber.email)) };
  const stop = async () => {
    await app.stop();
    await stage.close();
  };
  return { stage, app, ada, stop };
}
