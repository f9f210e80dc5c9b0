/** Runs once when a server process starts: unfinished events are taken up again, and customers read from time to time. */
export async function register(): Promise<void> {
  // a build has no database to look at
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { endInOrder, endUnlessSet } = await import('./lib/stopping');
  endUnlessSet();
  endInOrder();
  const { keepRequestContext } = await import('./lib/request-context');
  keepRequestContext();
  const { env, inDevelopment } = await import('./lib/env');
  if (!inDevelopment()) {
    const { standInFront } = await import('./lib/page-cache/front');
    const { keptRequest } = await import('./lib/pricing/kept-request');
    const { now } = await import('./lib/clock');
    standInFront((request) => keptRequest(request, now()));
  }
  if (env().OTEL_EXPORTER_OTLP_ENDPOINT) {
    const { startTelemetry } = await import('./lib/telemetry/start');
    startTelemetry();
  }
  const { keepForgettingActs } = await import('./lib/audit/retention');
  keepForgettingActs();
  const { keepWorking } = await import('./lib/inbox/work');
  keepWorking();
  const { keepRenewing } = await import('./lib/pricing/renew');
  keepRenewing();
  const { keepReconciling } = await import('./lib/stripe/reconcile-rounds');
  keepReconciling();
  const { keepCounting } = await import('./lib/campaigns/counting');
  keepCounting();
  const { keepAttributing } = await import('./lib/campaigns/attribute');
  keepAttributing();
}
