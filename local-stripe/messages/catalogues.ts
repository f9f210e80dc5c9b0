import bg from './bg.json';
import cs from './cs.json';
import da from './da.json';
import de from './de.json';
import el from './el.json';
import en from './en.json';
import es from './es.json';
import et from './et.json';
import fi from './fi.json';
import fr from './fr.json';
import hr from './hr.json';
import it from './it.json';
import ja from './ja.json';
import ko from './ko.json';
import lv from './lv.json';
import nb from './nb.json';
import nl from './nl.json';
import pl from './pl.json';
import pt from './pt.json';
import ptBr from './pt-BR.json';
import ru from './ru.json';
import sk from './sk.json';
import sl from './sl.json';
import sv from './sv.json';
import th from './th.json';
import tr from './tr.json';
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
  es,
  et,
  fi,
  fr,
  hr,
  it,
  ja,
  ko,
  lv,
  nb,
  nl,
  pl,
  pt,
  'pt-BR': ptBr,
  ru,
  sk,
  sl,
  sv,
  th,
  tr,
  zh,
  'zh-HK': zhHk,
  'zh-TW': zhTw,
};
