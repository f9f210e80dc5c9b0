import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

type Value = { stringValue?: string; intValue?: number; doubleValue?: number; boolValue?: boolean };
type Attribute = { key: string; value: Value };
type RawSpan = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  attributes: Attribute[];
};
type Point = { attributes: Attribute[]; count?: number; asInt?: number; asDouble?: number };
type Metric = { name: string; histogram?: { dataPoints: Point[] }; gauge?: { dataPoints: Point[] } };

export type Span = Readonly<{
  trace: string;
  id: string;
  parent: string | null;
  name: string;
  facts: Readonly<Record<string, unknown>>;
}>;
/** One measurement: how often a histogram was fed, or where a gauge stands. */
export type Measured = Readonly<{ name: string; value: number; facts: Readonly<Record<string, unknown>> }>;

/** What an OpenTelemetry collector is sent, by OTLP over HTTP in JSON. */
export type OtlpReceiver = Readonly<{
  url: string;
  spans(): Span[];
  /** The last state of every measurement. */
  measured(): Measured[];
  /** All that came, letter by letter. */
  raw(): string;
  stop(): Promise<void>;
}>;

const factsOf = (attributes: readonly Attribute[]) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

/** Starts a receiver that keeps all it is sent. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const bodies: string[] = [];
  const spans: Span[] = [];
  let measured: Measured[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    bodies.push(body);
    const { resourceSpans = [], resourceMetrics } = JSON.parse(body);
    for (const { scopeSpans } of resourceSpans)
      for (const scope of scopeSpans) spans.push(...scope.spans.map(spanOf));
    if (resourceMetrics !== undefined) {
      measured = [];
      for (const { scopeMetrics } of resourceMetrics)
        for (const { metrics } of scopeMetrics) measured.push(...metrics.flatMap(pointsOf));
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    spans: () => spans,
    measured: () => measured,
    raw: () => bodies.join('\n'),
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function spanOf({ traceId, spanId, parentSpanId, name, attributes }: RawSpan): Span {
  return { trace: traceId, id: spanId, parent: parentSpanId || null, name, facts: factsOf(attributes) };
}

function pointsOf({ name, histogram, gauge }: Metric): Measured[] {
  return [...(histogram?.dataPoints ?? []), ...(gauge?.dataPoints ?? [])].map((point) => ({
    name,
    value: Number(point.count ?? point.asInt ?? point.asDouble),
    facts: factsOf(point.attributes),
  }));
}
