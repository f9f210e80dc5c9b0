// Where the launchers read and write.

import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = resolve(fileURLToPath(import.meta.url), '../../..');
export const BUILD_FOLDER = join(PROJECT, '.sidedoor', 'build');
export const DATA_FOLDER = join(PROJECT, '.sidedoor', 'data');
