/** What stands where a record has nothing, shared by all of them: records are never changed in place. */
export const NO_ENTRIES: never[] = [];
export const NO_FIELDS: { [name: string]: never } = {};
