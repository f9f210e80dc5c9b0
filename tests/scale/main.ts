// npm run scale, started by scripts/scale.mjs with its settings as JSON.

import { runScale, type ScaleOptions } from './run';

const options: ScaleOptions = JSON.parse(process.argv[2] ?? '{}');
const { figures, problems } = await runScale(options);
for (const [what, figure] of figures) console.log(`${String(figure).padStart(9)}  ${what}`);
for (const problem of problems.slice(0, 20)) console.log(`  ✗ ${problem}`);
console.log(problems.length === 0 ? 'Zero lost, zero doubled.' : `${problems.length} problems`);
process.exit(problems.length === 0 ? 0 : 1);
