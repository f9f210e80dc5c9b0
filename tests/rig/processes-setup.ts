import { buildStandalone } from '../../scripts/launcher/standalone.mjs';

/** The tests of this project start the app as processes of their own, from the build. */
export default async function buildApp(): Promise<void> {
  await buildStandalone();
}
