import 'server-only';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';
import { toldName, toldOf } from './told';

/** Exports spans with nothing in them but what may be told. */
export class TellingExporter implements SpanExporter {
  constructor(private readonly to: SpanExporter) {}

  export(spans: ReadableSpan[], done: Parameters<SpanExporter['export']>[1]): void {
    this.to.export(spans.map(toldSpan), done);
  }

  forceFlush(): Promise<void> {
    return this.to.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.to.shutdown();
  }
}

function toldSpan(span: ReadableSpan): ReadableSpan {
  // an error's words may hold a person's own, and the log has them redacted under the request's id: its kind is enough
  const events = span.events.map((event) => ({ ...event, attributes: toldOf(event.attributes ?? {}) }));
  return Object.create(span, {
    name: { value: toldName(span.name) },
    attributes: { value: toldOf(span.attributes) },
    events: { value: events },
    status: { value: { code: span.status.code } },
    links: { value: [] },
  });
}
