import { freePort } from '../../scripts/launcher/ports.mjs';
import { type AppProcess, startAppProcess } from './app-process';
import { aStage, type Stage } from './app-stage';
import { FROZEN_NOW } from './frozen-now';

export type RunningApp = Readonly<{ stage: Stage; app: AppProcess; stop(): Promise<void> }>;

/** A real app on a stage of its own; events go nowhere. `settings` are different from the usual ones. */
export async function aRunningApp(
  databaseUrl: string,
  stripeUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const stage = await aStage({ databaseUrl, stripeUrl, now: FROZEN_NOW });
  await stage.deliverTo('http://127.0.0.1:1/nobody-listens');
  const port = await freePort();
  const app = await startAppProcess(port, stage.env(`http://localhost:${port}`, settings));
  const stop = async () => {
    await app.stop();
    await stage.close();
  };
  return { stage, app, stop };
}
