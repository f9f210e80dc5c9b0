/** The look of the dashboard: the till's paper and ink, set denser. Everything is inline, nothing moves. */
const SOURCE = `
:root {
  color-scheme: light dark;
  --page: #f2f0e8; --slip: #fffefa; --ink: #1c221e; --soft: #565e58; --line: #dcd8ca; --edge: #c9c4b3;
  --accent: #1d5c49; --on-accent: #ffffff; --link: #1a5443; --good: #1a5443; --good-page: #e6eee6;
  --warn: #8c3410; --warn-page: #fdf1e7; --code: #f6f4ec;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #141816; --slip: #1d2320; --ink: #ecebe3; --soft: #a8b0a9; --line: #343c37; --edge: #414a44;
    --accent: #8ed4b5; --on-accent: #0c2118; --link: #9adbbf; --good: #9adbbf; --good-page: #22332b;
    --warn: #f6b48b; --warn-page: #2e211a; --code: #181d1a;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
  font: .875rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", system-ui, sans-serif;
  font-variant-numeric: tabular-nums lining-nums;
}
h1, h2, p, dl, dd, ul, pre { margin: 0; }
h1 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -.01em; font-weight: 650; }
h2 { font-size: .875rem; font-weight: 650; }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre, .id { font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.soft { color: var(--soft); }
header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1rem; }
header { padding-top: 1rem; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem .75rem; }
.mark { font-weight: 650; color: inherit; text-decoration: none; display: inline-block; padding: .25rem 0; }
.tabs { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .75rem; border-bottom: 1px solid var(--edge); }
.tabs a { padding: .375rem .625rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; margin-bottom: -1px; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { color: var(--ink); font-weight: 650; border-bottom-color: var(--accent); }
main { padding-top: 1.25rem; padding-bottom: 2rem; display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
main > section, .group { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.slip { background: var(--slip); border: 1px solid var(--line); border-radius: .5rem; }
.rows { list-style: none; padding: 0; }
.rows > li { padding: .5rem .75rem; display: flex; flex-wrap: wrap; column-gap: 1rem; row-gap: .125rem; align-items: baseline; }
.rows > li + li { border-top: 1px solid var(--line); }
.rows .what { flex: 1 1 18rem; min-width: 0; }
.rows .what > * { display: block; }
.rows .when { color: var(--soft); white-space: nowrap; }
.status { border: 1px solid var(--edge); border-radius: .75rem; padding: 0 .5rem; font-size: .8125rem; white-space: nowrap; }
.status.good { border-color: transparent; background: var(--good-page); color: var(--good); }
.status.bad { border-color: transparent; background: var(--warn-page); color: var(--warn); font-weight: 600; }
.refusal { color: var(--warn); }
.facts { display: grid; grid-template-columns: minmax(7rem, max-content) minmax(0, 1fr); gap: .25rem 1rem; padding: .75rem; }
.facts dt { color: var(--soft); }
.json { padding: .75rem; white-space: pre-wrap; background: var(--code); border-radius: .5rem; }
.empty { padding: .75rem; color: var(--soft); }
details > summary { cursor: pointer; padding: .25rem 0; color: var(--link); }
button {
  font: inherit; font-weight: 600; padding: .25rem .75rem; min-height: 1.875rem; border-radius: .375rem; cursor: pointer;
  border: 1px solid var(--edge); background: var(--slip); color: var(--ink);
}
button:hover { border-color: var(--accent); }
.bar { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
.switches { display: flex; flex-wrap: wrap; gap: .375rem; padding: 0 .75rem .75rem; list-style: none; }
footer { padding-bottom: 1.5rem; color: var(--soft); font-size: .8125rem; }
@media (max-width: 30rem) { .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd + dt { margin-top: .5rem; } }
@media (forced-colors: active) { .status { border-color: CanvasText; } }
`;

export const STYLES = SOURCE.replace(/\s*\n\s*/g, ' ')
  .replace(/\s*([{};])\s*/g, '$1')
  .trim();
