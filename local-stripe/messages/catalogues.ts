import en from './en.json';

/** The name of a message. */
export type MessageKey = keyof typeof en;

/** A whole catalogue: every language has every key. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** Every visible word of the hosted pages, by locale. What the keys mean to a translator stands in README.md. */
export const CATALOGUES: Readonly<{ en: Messages }> & Readonly<Partial<Record<string, Partial<Messages>>>> = {
  en,
};
