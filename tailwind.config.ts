import type { Config } from 'tailwindcss';

/** Measures that are the same for every brand. What a brand changes (four tokens) is in app/globals.css. */
export default {
  theme: {
    extend: {
      fontFamily: {
        sans: ['var(--font-geist-sans)', 'ui-sans-serif', 'system-ui', 'sans-serif'],
      },
      // A page picks three of these. Line heights keep to the 4 px grid.
      fontSize: {
        small: ['0.875rem', { lineHeight: '1.25rem' }],
        body: ['1rem', { lineHeight: '1.5rem' }],
        title: ['2rem', { lineHeight: '2.5rem', letterSpacing: '-0.02em' }],
        hero: ['clamp(2.5rem, 1.5rem + 4vw, 4rem)', { lineHeight: '1.08', letterSpacing: '-0.035em' }],
      },
      maxWidth: {
        page: '74rem',
        column: '44rem',
        line: '65ch',
      },
    },
  },
} satisfies Config;
