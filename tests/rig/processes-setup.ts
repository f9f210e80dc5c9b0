import { ensureAppBuilt } from '../../scripts/launcher/app-build.mjs';

/** The tests of this project start the app as processes of their own, from the build. */
export default async function buildApp(): Promise<void> {
  await ensureAppBuilt();
}
