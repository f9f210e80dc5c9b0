import { BaseSequencer } from 'vitest/node';

/** The files that take longest, by project, though others are larger. */
const LONGEST = [
  'processes/chaos',
  'processes/crash',
  'contract/crash',
  'property/hostile-requests',
  'database/price-seen',
];

function rank({ moduleId }) {
  const place = LONGEST.findIndex((name) => moduleId.includes(`/tests/${name}`));
  return place === -1 ? LONGEST.length : place;
}

/** Begins with the files that take longest: begun last, one of them would leave the other worker idle. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}
