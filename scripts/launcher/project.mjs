// Where the launchers read and write.

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = resolve(fileURLToPath(import.meta.url), '../../..');
export const BUILD_FOLDER = join(PROJECT, '.sidedoor', 'build');
export const DATA_FOLDER = join(PROJECT, '.sidedoor', 'data');
/** With a Stripe account of one's own: customers of one account mean nothing in another. */
export const REAL_DATA_FOLDER = `${DATA_FOLDER}-stripe`;
