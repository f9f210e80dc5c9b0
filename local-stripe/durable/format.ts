import fs from 'node:fs';
import path from 'node:path';

/** Raised by who changes lines or records so that what was written before is no longer read. */
const FORMAT = '1';

/**
 * Notes in a data folder what its journal is written in. Throws for a folder of another format, which stays as it is.
 * A folder that names none was written before there was a second.
 */
export function claimFormat(directory: string): void {
  const file = path.join(directory, 'format');
  const written = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  if (written === '') fs.writeFileSync(file, `${FORMAT}\n`);
  else if (written !== FORMAT)
    throw new Error(
      `The data folder ${directory} is of format "${written}", and this version of the local Stripe reads format ${FORMAT}. Start the version that wrote it, or pass another --data.`,
    );
}
