// Tests get the same whatever the shell and .env say: a setting that is there and empty counts as left out, and Next
// reads none from .env that is there already. Mail of a test would go to the people of a real SMTP_URL.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.mjs';

const names = readFileSync(join(PROJECT, '.env.example'), 'utf8').matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm);

/** Every setting of the app, empty. */
export const NO_SETTINGS = Object.fromEntries([...names].map(([, name]) => [name, '']));
