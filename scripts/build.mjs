// npm run build: the production output, in .next/standalone.

import './launcher/node-version.mjs';
import { tellFailure } from './launcher/failure.mjs';
import { ensureInstalled } from './launcher/install.mjs';

try {
  await ensureInstalled();
  const { buildStandalone } = await import('./launcher/standalone.mjs');
  console.log(`The app is in ${await buildStandalone()}: "npm run start" serves it.`);
} catch (error) {
  tellFailure(error);
}
