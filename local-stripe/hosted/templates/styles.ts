/**
 * The look of the till: paper, ink, one green button. No class is styled for one page alone, no rule asks for a file.
 * Lengths are rem, so a larger text size or 200 % zoom falls back to one column by itself. A transparent outline is seen
 * where colours are forced.
 */
const SOURCE = `
:root {
  color-scheme: light dark;
  --page: #f2f0e8; --slip: #fffefa; --ink: #1c221e; --soft: #565e58; --line: #dcd8ca; --edge: #c9c4b3;
  --accent: #1d5c49; --accent-press: #154738; --on-accent: #ffffff; --link: #1a5443;
  --danger: #a9261c; --danger-press: #861b13; --on-danger: #ffffff;
  --warn: #8c3410; --warn-page: #fdf1e7; --warn-line: #d9894f; --code: #e6eee6;
  --shade: 0 1px 2px rgb(60 52 30 / .06), 0 12px 32px -12px rgb(60 52 30 / .16);
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #141816; --slip: #1d2320; --ink: #ecebe3; --soft: #a8b0a9; --line: #343c37; --edge: #414a44;
    --accent: #8ed4b5; --accent-press: #abe2ca; --on-accent: #0c2118; --link: #9adbbf;
    --danger: #f4a9a0; --danger-press: #f8c4be; --on-danger: #3c0d09;
    --warn: #f6b48b; --warn-page: #2e211a; --warn-line: #a8623a; --code: #2a3a32;
    --shade: none;
  }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: var(--ink); --edge: var(--ink); } }
@media (forced-colors: active) {
  :root {
    --page: Canvas; --slip: Canvas; --ink: CanvasText; --accent: Highlight; --accent-press: Highlight; --on-accent: HighlightText;
    --danger: Highlight; --danger-press: Highlight; --on-danger: HighlightText;
  }
  .initial, .primary, .tabs a[aria-current] { forced-color-adjust: none; }
  .told, .badge, .code { border: 1px solid; }
  .tear::before, .tear::after { display: none; }
}
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink); min-height: 100vh; min-height: 100dvh;
  font: 1rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", system-ui, sans-serif;
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: break-word;
  display: flex; flex-direction: column;
}
h1, h2, p, dl, dd { margin: 0; }
h1, .amount { font-size: 2rem; line-height: 1.15; letter-spacing: -.02em; font-weight: 650; text-wrap: balance; }
h2 { font-size: .875rem; line-height: 1.5; font-weight: 600; color: var(--soft); }
a { color: var(--link); text-underline-offset: .2em; text-decoration-thickness: 1px; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px; border-radius: 4px; }
.unseen {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
.soft { color: var(--soft); }
.small { font-size: .875rem; }

main { width: 100%; max-width: 34rem; margin: 0 auto; padding: .75rem 1rem 2rem; flex: 1; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.75rem; }
.about { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.5rem; align-content: start; min-width: 0; }
.back { display: inline-flex; align-items: center; gap: .5rem; min-height: 2.75rem; justify-self: start; }
.back svg { flex: none; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.payee { display: flex; align-items: center; gap: .75rem; font-weight: 600; min-width: 0; }
.payee > :last-child { min-width: 0; }
.payee:first-child { margin-top: .75rem; }
.initial {
  flex: none; width: 2.25rem; height: 2.25rem; border-radius: .625rem; display: grid; place-items: center;
  background: var(--ink); color: var(--page); font-weight: 700; text-transform: uppercase;
}
.due > p + p { margin-top: .25rem; }

.slip {
  background: var(--slip); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shade);
  padding: 0 1.25rem; min-width: 0; align-self: start;
}
.slip > * { padding: 1.25rem 0; }
.slip > * + * { border-top: 1px solid var(--line); }
.slip > .tear { position: relative; padding: 0; margin: 0 -1.25rem; border-top: 2px dashed var(--edge); }
.slip > .tear + *, .slip > .flush { border-top: 0; }
.slip > .flush { padding-top: .25rem; }
.tear::before, .tear::after {
  content: ""; position: absolute; top: -.6875rem; width: 1.25rem; height: 1.25rem; border-radius: 50%;
  background: var(--page); border: 1px solid var(--line);
}
.tear::before { left: -.6875rem; clip-path: inset(0 0 0 50%); }
.tear::after { right: -.6875rem; clip-path: inset(0 50% 0 0); }
.rows { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
h2 + .rows, h2 + p, section > .rows + .rows { margin-top: .75rem; }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1.5rem; row-gap: 0; }
.row dt { flex: 1 1 6.5rem; min-width: 0; }
.row dd { text-align: end; margin-inline-start: auto; max-width: 100%; }
.row .small { display: block; text-wrap: pretty; }
.row.card dt { flex: 1 0 auto; }
.plan { display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); column-gap: .5rem; }
.plan dt { color: var(--soft); }
.plan dd { text-align: start; margin: 0; }
.plan b { font-weight: 650; }
.units { display: inline-block; }
.price { display: block; }
b, s, span { unicode-bidi: isolate; }
s { color: var(--soft); text-decoration-thickness: 1px; }
.tick { fill: none; stroke: var(--slip); stroke-width: 3.5; stroke-linecap: round; stroke-linejoin: round; }
.tick circle { fill: var(--accent); stroke: none; }
.aside { margin-top: .75rem; }
.code {
  display: inline-block; padding: 0 .5rem; border-radius: .375rem; background: var(--code); font-weight: 600;
  font-size: .875rem; letter-spacing: .02em; max-width: 100%; margin-inline-end: .125rem;
}
.total { font-weight: 650; font-size: 1.375rem; line-height: 1.3; align-items: baseline; }

.primary {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3.25rem; padding: .75rem 1.25rem;
  border: 1px solid transparent; border-radius: .75rem; background: var(--accent); color: var(--on-accent);
  font: inherit; font-weight: 650; text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere;
  transition: background-color .12s;
}
.primary:hover { background: var(--accent-press); }
.primary:active { background: var(--accent-press); transform: translateY(1px); }
.secondary {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3.25rem; padding: .75rem 1.25rem;
  border: 1px solid var(--edge); border-radius: .75rem; background: transparent; color: var(--ink); font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; cursor: pointer; overflow-wrap: anywhere;
}
.secondary:hover { border-color: var(--ink); }
.choices { display: grid; gap: .75rem; }
.choices > p { text-align: center; }
.fields { display: grid; gap: 1rem; }
.field { display: grid; gap: .375rem; min-width: 0; }
.field label { font-weight: 600; }
.field input, .field select {
  width: 100%; min-height: 3rem; padding: .5rem .875rem; border: 1px solid var(--soft); border-radius: .625rem;
  background: var(--slip); color: var(--ink); font: inherit; text-overflow: ellipsis;
}
.field input[aria-invalid=true], .field select[aria-invalid=true] { border: 2px solid var(--warn-line); }
.field input[readonly] { background: var(--page); }
.group { border: 0; margin: .5rem 0 0; padding: 1.25rem 0 0; border-top: 1px solid var(--line); min-width: 0; }
.group legend { float: inline-start; width: 100%; padding: 0 0 .75rem; font-size: 1.125rem; font-weight: 650; }
.group legend + * { clear: both; }
h2 + .plan-of { margin-top: .5rem; }
.plan-of + .plan-of { margin-top: 1.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
.plan-of b { font-size: 1.375rem; line-height: 1.3; font-weight: 650; }
.acts { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .75rem; }
.act {
  display: inline-flex; align-items: center; min-height: 2.75rem; padding: .375rem 1rem; border: 1px solid var(--edge);
  border-radius: .625rem; background: transparent; color: var(--ink); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
}
.act:hover { border-color: var(--ink); }
.things { list-style: none; margin: .5rem 0 0; padding: 0; }
.things > li { padding: .5rem 0; min-height: 3.25rem; display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; column-gap: 1rem; row-gap: .25rem; }
.things > li + li { border-top: 1px solid var(--line); }
.things .acts { margin-top: 0; }
.things .amounts { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; margin-inline-start: auto; }
.things a:not(.act) { display: inline-flex; align-items: center; min-height: 2.75rem; }
.badge { display: inline-block; padding: 0 .5rem; border-radius: .375rem; background: var(--code); font-weight: 600; font-size: .875rem; }
.told { background: var(--code); border-radius: .75rem; padding: .75rem 1.25rem; margin: .5rem 0 1rem; font-weight: 600; }
.wrong { color: var(--warn); font-size: .875rem; font-weight: 600; }
.check { display: flex; gap: .75rem; align-items: center; min-height: 2.75rem; }
.check input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.send { margin-top: 1.5rem; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(7.5rem, 100%), 1fr)); column-gap: 1rem; margin-bottom: -1rem; }
.pair .field { grid-row: span 4; grid-template-rows: subgrid; gap: 0; padding-bottom: 1rem; }
.pair .field > :not(label) { margin-top: .375rem; }
.pair label { align-self: end; }
.pair:has(select) { grid-template-columns: repeat(auto-fit, minmax(min(11rem, 100%), 1fr)); }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .375rem .75rem; }
.beside .field { display: contents; }
.beside label, .beside p { grid-column: 1 / -1; }
.beside input { grid-area: 2 / 1; }
.beside .secondary { grid-area: 2 / 2; min-height: 3rem; padding: .5rem 1rem; width: auto; }
.few { grid-template-columns: 6rem auto; justify-content: start; }
.row .below { flex: 1 0 100%; text-align: start; margin: .5rem 0; }
.primary + p { margin-top: .75rem; text-align: center; }

.primary.danger { background: var(--danger); color: var(--on-danger); }
.primary.danger:hover, .primary.danger:active { background: var(--danger-press); }
.secondary.danger { color: var(--danger); }
.list { margin: .5rem 0 0; padding-inline-start: 1.25rem; display: grid; gap: .25rem; }
.options { border: 0; margin: 0; padding: 0; min-width: 0; display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.options legend { padding: 0; font-weight: 600; margin-bottom: .5rem; }
.option {
  display: flex; align-items: center; gap: .75rem; min-height: 3rem; padding: .625rem .875rem; cursor: pointer;
  border: 1px solid var(--edge); border-radius: .75rem;
}
.option:hover { border-color: var(--ink); }
.option:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.option:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.option input { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.option input:focus-visible { outline: 0; }
.option > span { flex: 1; min-width: 0; display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1rem; overflow-wrap: anywhere; }
.option .note { flex: 0 0 100%; }
.fields:not(:has([data-opens]:checked)) .opened { display: none; }
.field textarea {
  width: 100%; min-height: 6rem; padding: .625rem .875rem; border: 1px solid var(--soft); border-radius: .625rem; resize: vertical;
  background: var(--slip); color: var(--ink); font: inherit;
}
.tabs { display: flex; flex-wrap: wrap; gap: .5rem; }
.tabs a {
  display: inline-flex; align-items: center; min-height: 2.75rem; padding: .25rem 1rem; border: 1px solid var(--edge);
  border-radius: 2rem; color: var(--ink); text-decoration: none;
}
.tabs a:hover { border-color: var(--ink); }
.tabs a[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--page); font-weight: 600; }

.alert {
  background: var(--warn-page); border: 1px solid var(--warn-line); border-inline-start-width: .375rem;
  border-radius: .75rem; padding: 1rem 1.25rem; margin: .5rem 0 1rem;
}
.alert:focus { outline: 2px solid transparent; border-color: var(--warn); }
.alert strong { color: var(--warn); }
.pause strong { color: var(--warn); }
.alert p + p, .pause p + p { margin-top: .25rem; }
.words { display: grid; gap: 1rem; padding-top: 2.5rem; }
.words .primary, .words .back { margin-top: .5rem; }
.note-from p + p { margin-top: .25rem; white-space: pre-line; }

footer {
  width: 100%; max-width: 34rem; margin: 0 auto; padding: .75rem 1rem 1.5rem; color: var(--soft); font-size: .875rem;
  display: flex; flex-wrap: wrap; align-items: center; column-gap: 1.5rem; row-gap: .25rem;
}
footer nav { display: flex; gap: 1.5rem; }
footer a { color: inherit; display: inline-flex; align-items: center; min-width: 2.75rem; min-height: 2.75rem; }
footer .headline { flex: 1 0 100%; }
.mark { border: 1px dashed var(--edge); border-radius: 1rem; padding: .125rem .75rem; }
footer .mark { margin-inline-start: auto; }

@media (min-width: 34rem) {
  main, footer { padding-inline: 1.5rem; }
  .slip { padding-inline: 1.75rem; }
  .slip > .tear { margin-inline: -1.75rem; }
  .words .primary { width: auto; min-width: 16rem; justify-self: start; }
}
@media (min-width: 56rem) {
  main, footer { max-width: 64rem; padding-inline: 2.5rem; }
  main { padding-top: 3rem; }
  h1, .amount { font-size: 2.25rem; }
  main.single, main.single + footer { max-width: 40rem; }
  .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 4rem; }
  .about { padding-top: 1.25rem; }
  .alert, .told { margin: 0 0 2rem; }
  main:not(.single) + footer .headline { flex: 0 1 auto; }
}
@media (max-width: 20rem) { h1, .amount { font-size: 1.75rem; } .plan { grid-template-columns: minmax(0, 1fr); } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } .primary:active { transform: none; } }
@media print {
  :root { color-scheme: light; --page: #fff; --slip: #fff; --shade: none; }
  .back, .acts, .slip form, a[download] { display: none; }
}
`;

/** The style sheet as printed into every page: one line, so each page stays small. */
export const STYLES = SOURCE.replace(/\s*\n\s*/g, ' ')
  .replace(/\s*([{};])\s*/g, '$1')
  .trim();
