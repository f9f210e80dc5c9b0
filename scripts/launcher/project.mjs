// Where the launchers read and write.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
export const BUILD_FOLDER = join(PROJECT, '.sidedoor', 'build');
export const DATA_FOLDER = join(PROJECT, '.sidedoor', 'data');
