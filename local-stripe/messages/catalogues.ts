import bg from './bg.json';
import cs from './cs.json';
import da from './da.json';
import de from './de.json';
import el from './el.json';
import en from './en.json';
import enAu from './en-AU.json';
import enCa from './en-CA.json';
import enGb from './en-GB.json';
import enIe from './en-IE.json';
import enIn from './en-IN.json';
import enNz from './en-NZ.json';
import enSg from './en-SG.json';
import es from './es.json';
import es419 from './es-419.json';
import et from './et.json';
import fi from './fi.json';
import fil from './fil.json';
import fr from './fr.json';
import frCa from './fr-CA.json';
import hr from './hr.json';
import hu from './hu.json';
import id from './id.json';
import it from './it.json';
import ja from './ja.json';
import ko from './ko.json';
import lt from './lt.json';
import lv from './lv.json';
import ms from './ms.json';
import mt from './mt.json';
import nb from './nb.json';
import nl from './nl.json';
import pl from './pl.json';
import pt from './pt.json';
import ptBr from './pt-BR.json';
import ro from './ro.json';
import ru from './ru.json';
import sk from './sk.json';
import sl from './sl.json';
import sv from './sv.json';
import th from './th.json';
import tr from './tr.json';
import vi from './vi.json';
import zh from './zh.json';
import zhHk from './zh-HK.json';
import zhTw from './zh-TW.json';

/** The name of a message. */
export type MessageKey = keyof typeof en;

/** A whole catalogue: every language has every key. */
export type Messages = Readonly<Record<MessageKey, string>>;

/** Every visible word of the hosted pages, by locale. What the keys mean to a translator stands in README.md. */
export const CATALOGUES: Readonly<{ en: Messages }> & Readonly<Partial<Record<string, Partial<Messages>>>> = {
  en,
  bg,
  cs,
  da,
  de,
  el,
  'en-AU': enAu,
  'en-CA': enCa,
  'en-GB': enGb,
  'en-IE': enIe,
  'en-IN': enIn,
  'en-NZ': enNz,
  'en-SG': enSg,
  es,
  'es-419': es419,
  et,
  fi,
  fil,
  fr,
  'fr-CA': frCa,
  hr,
  hu,
  id,
  it,
  ja,
  ko,
  lt,
  lv,
  ms,
  mt,
  nb,
  nl,
  pl,
  pt,
  'pt-BR': ptBr,
  ro,
  ru,
  sk,
  sl,
  sv,
  th,
  tr,
  vi,
  zh,
  'zh-HK': zhHk,
  'zh-TW': zhTw,
};
