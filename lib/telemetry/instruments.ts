import 'server-only';
import { processWide } from '../process-wide';

/** What stands in a trace or at a measurement: names, kinds and numbers; never what a person wrote or a credential. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A piece of work while it runs: what is learned on the way is noted on its span and its measurement. */
export type Note = (facts: Facts) => void;

/** What is measured by name: a histogram of seconds for each, which counts as well. */
export type Work = 'stripe.call' | 'billing.act' | 'inbox.work';

/** What telemetry does once it is on (start.ts). */
export type Instruments = Readonly<{
  traced<T>(name: Work, facts: Facts, work: (note: Note) => Promise<T>): Promise<T>;
}>;

const holder = () => processWide('telemetry', () => ({ instruments: null as Instruments | null }));

/** Turns telemetry on for the whole process. */
export function playInstruments(instruments: Instruments): void {
  holder().instruments = instruments;
}

/** True when somebody listens: OTEL_EXPORTER_OTLP_ENDPOINT is set. */
export const isTraced = (): boolean => holder().instruments !== null;

/** Does `work` as a span, with its duration measured; without an endpoint it just does it. */
export function traced<T>(name: Work, facts: Facts, work: (note: Note) => Promise<T>): Promise<T> {
  const { instruments } = holder();
  return instruments === null ? work(() => {}) : instruments.traced(name, facts, work);
}
