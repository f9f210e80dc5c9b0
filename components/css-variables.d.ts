import 'react';

declare module 'react' {
  interface CSSProperties {
    /** A plan's place in the catalogue, read by the grid's order. */
    '--rung'?: number;
  }
}
