// Read by next.config.mjs and handler.mjs, which Node runs as they stand.

/** Seconds until a finished page is made anew without an event; `revalidate` of the kept pages says the same to Next. */
export const FRESH_SECONDS = 60;
/** Seconds for which a finished page is shown at most. */
export const SHOWN_SECONDS = 300;
/** The same for caches in front of the app. */
export const KEPT_CONTROL = `s-maxage=${FRESH_SECONDS}, stale-while-revalidate=${SHOWN_SECONDS - FRESH_SECONDS}`;
