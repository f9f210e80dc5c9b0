/** The one place that names the API version; the SDK's own types are of the same. */
export const API_VERSION = '2026-10-28.endive';
