import 'server-only';
import {
  context,
  DiagLogLevel,
  diag,
  metrics,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { countUnfinished } from '../inbox/unfinished';
import { log } from '../log';
import { requestContext } from '../request-context';
import { type Facts, type Instruments, playInstruments, type Work } from './instruments';
import { TellingExporter } from './telling-exporter';

const NAME = 'sidedoor';
const FLUSH_MS = 1_000;
const WORKS: readonly Work[] = ['stripe.call', 'billing.act', 'inbox.work'];
/** Facts of which every value is another one: they tell spans apart, and would make a row of each measurement. */
const ONLY_IN_SPANS: ReadonlySet<string> = new Set([
  'stripe.request_id',
  'sidedoor.attempts',
  'sidedoor.entries',
  'sidedoor.request',
]);

/**
 * Sends traces and metrics to OTEL_EXPORTER_OTLP_ENDPOINT by OTLP over HTTP. The exporters read that and the other
 * OTEL_ settings themselves. Next makes spans of pages, actions and routes once a provider is there.
 */
export function startTelemetry(): void {
  diag.setLogger(complaints, DiagLogLevel.WARN);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': NAME }))
    .merge(detectResources({ detectors: [envDetector] }));
  const spans = new BatchSpanProcessor(new TellingExporter(new OTLPTraceExporter()));
  const tracing = new NodeTracerProvider({ resource, spanProcessors: [spans] });
  tracing.register();
  const reader = new PeriodicExportingMetricReader({ exporter: new OTLPMetricExporter() });
  const metering = new MeterProvider({ resource, readers: [reader] });
  metrics.setGlobalMeterProvider(metering);
  playInstruments(instruments());
  measureInbox();
  flushAtTheEnd(() => Promise.all([tracing.forceFlush(), metering.forceFlush()]));
}

const complain = (message: string) => log.warn('telemetry.complains', { message });
/** Such as a collector that does not answer: said in the log, and nobody is kept waiting. */
const complaints = { error: complain, warn: complain, info() {}, debug() {}, verbose() {} };

function instruments(): Instruments {
  const meter = metrics.getMeter(NAME);
  const seconds = new Map(
    WORKS.map((name) => [name, meter.createHistogram(`${NAME}.${name}.duration`, { unit: 's' })]),
  );
  return {
    async traced(name, facts, work) {
      const known: Record<string, string | number | boolean> = { ...facts };
      const begun = performance.now();
      // who nudged the inbox is not whom it works for: a round of its own
      const parent = name === 'inbox.work' ? ROOT_CONTEXT : context.active();
      const kind = name === 'stripe.call' ? SpanKind.CLIENT : SpanKind.INTERNAL;
      const span = trace.getTracer(NAME).startSpan(name, { kind }, parent);
      const note = (more: Facts) => void Object.assign(known, more);
      try {
        return await context.with(trace.setSpan(parent, span), () => work(note));
      } catch (error) {
        note({ 'error.type': error instanceof Error ? error.name : 'unknown' });
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        const request = requestContext()?.id;
        span.setAttributes({ ...known, ...(request && { 'sidedoor.request': request }) }).end();
        const measured = Object.entries(known).filter(([fact]) => !ONLY_IN_SPANS.has(fact));
        seconds.get(name)?.record((performance.now() - begun) / 1000, Object.fromEntries(measured));
      }
    },
  };
}

/** What waits in the inbox and what was given up, counted whenever metrics are sent. */
function measureInbox(): void {
  const gauge = metrics.getMeter(NAME).createObservableGauge(`${NAME}.inbox.entries`);
  gauge.addCallback(async (result) => {
    try {
      for (const { status, count } of await countUnfinished())
        result.observe(count, { 'sidedoor.status': status });
    } catch (error) {
      log.warn('telemetry.inbox-not-counted', { error });
    }
  });
}

/** Next ends the process itself once all are answered, and waits for nobody: the last spans go out before that. */
function flushAtTheEnd(flush: () => Promise<unknown>): void {
  const exit = process.exit;
  const hold = () => {
    process.exit = ((code) => {
      process.exit = exit;
      const late = new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
      void Promise.race([flush(), late])
        .catch((error) => log.warn('telemetry.not-flushed', { error }))
        .finally(() => exit(code));
    }) as typeof process.exit; // it ends a second later at most, and Next's call is the last thing it does
  };
  process.once('SIGTERM', hold);
  process.once('SIGINT', hold);
}
