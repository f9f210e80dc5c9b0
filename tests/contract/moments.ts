/** Midnight UTC of a day written out, such as `2027-02-28`, in Unix seconds. */
export const day = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 1000;

/** The day of a Unix time in UTC. */
export const dateOf = (moment: number): string => new Date(moment * 1000).toISOString().slice(0, 10);
