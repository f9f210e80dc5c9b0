import 'server-only';
import Stripe from 'stripe';
import { traced } from '../telemetry/instruments';
import { pathKind } from '../telemetry/told';

type Client = ReturnType<typeof Stripe.createNodeHttpClient>;

/** Node's client of the SDK with a span for each request, so that every try of a call is seen, answered or not. */
export function tracedHttpClient(): Client {
  const client = Stripe.createNodeHttpClient();
  const makeRequest: Client['makeRequest'] = (...request) => {
    const [, , path, method] = request;
    const facts = { 'http.request.method': method, 'stripe.path': pathKind(path) };
    return traced('stripe.call', facts, async (note) => {
      const answer = await client.makeRequest(...request);
      const id = answer.getHeaders()['request-id'];
      note({ 'http.response.status_code': answer.getStatusCode(), 'stripe.request_id': String(id ?? '') });
      return answer;
    });
  };
  return { getClientName: () => client.getClientName(), makeRequest };
}
