import { encode } from 'uqr';

/** Cells around the code that stay light, as a scanner needs them (ISO/IEC 18004: four). */
const QUIET_ZONE = 4;

/** The QR code of an address: rows of dark (true) and light cells, quiet zone included. Error correction M, 15 %. */
export function qrCells(address: string): readonly (readonly boolean[])[] {
  return encode(address, { ecc: 'M', border: QUIET_ZONE }).data;
}

/** The dark cells as one SVG path of unit squares, runs of a row joined. */
export function qrPath(cells: readonly (readonly boolean[])[]): string {
  return cells
    .flatMap((row, y) =>
      row.flatMap((dark, x) => {
        if (!dark || row[x - 1]) return [];
        const end = row.indexOf(false, x);
        return [`M${x} ${y}h${(end === -1 ? row.length : end) - x}v1H${x}z`];
      }),
    )
    .join('');
}

/** The same as a file of its own, dark on white whatever it is put on. */
export function qrSvg(address: string): string {
  const cells = qrCells(address);
  const size = cells.length;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${qrPath(cells)}"/></svg>\n`
  );
}
