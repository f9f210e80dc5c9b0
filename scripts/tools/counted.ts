/** A number with what it counts: `1 fault`, `2 faults`. */
export const counted = (number: number, what: string): string =>
  `${number} ${what}${number === 1 ? '' : 's'}`;
