import { createHash } from 'node:crypto';
import { COMPANY } from '../billing/catalogue';

const STYLES = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 0 auto; max-width: 36rem; padding: 4rem 1rem }
h1 { font-size: 1.75rem; line-height: 1.2 }
a { color: inherit }
`;
const STYLE_HASH = createHash('sha256').update(STYLES).digest('base64');

/** The answer to somebody who tried too often: when to try again, for people and for programs. */
export function tooMany(seconds: number): Response {
  const minutes = Math.ceil(seconds / 60);
  const wait = minutes === 1 ? 'a minute' : `${minutes} minutes`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Too many tries · ${COMPANY.name}</title>
<style>${STYLES}</style>
</head>
<body>
<main>
<h1>That was tried too often</h1>
<p>Nothing was done and nothing was charged. Please wait ${wait}, then try again.</p>
<p><a href="/">Back to ${COMPANY.name}</a></p>
</main>
</body>
</html>
`;
  return new Response(html, {
    status: 429,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': String(seconds),
      'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    },
  });
}
