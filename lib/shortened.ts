/** What somebody typed, short enough to be quoted in a sentence: its first `most` characters. */
export const shortened = (text: string, most = 40): string =>
  text.length > most ? `${text.slice(0, most)}…` : text;
