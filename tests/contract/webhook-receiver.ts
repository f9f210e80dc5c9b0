import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Delivery = Readonly<{ body: string; signature: string; type: string; id: string }>;

/** Somebody's webhook endpoint: a real server that keeps what arrives and answers 200, or `answers` first. */
export class WebhookReceiver {
  readonly deliveries: Delivery[] = [];
  readonly #waiting: { count: number; done: () => void }[] = [];
  readonly #server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer); // a request without encoding yields buffers
    const body = Buffer.concat(chunks).toString('utf8');
    const { id, type } = JSON.parse(body);
    this.deliveries.push({ body, id, type, signature: String(request.headers['stripe-signature']) });
    response.writeHead(this.answers.shift() ?? 200).end();
    for (const { count, done } of this.#waiting) if (this.deliveries.length >= count) done();
  });

  private constructor(private readonly answers: number[]) {}

  static async listen(...answers: number[]): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver(answers);
    receiver.#server.listen(0, '127.0.0.1');
    await once(receiver.#server, 'listening');
    return receiver;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo; // listening on TCP, so it is never a string
    return `http://127.0.0.1:${port}/webhook`;
  }

  /** Resolves with the deliveries once there are `count` of them. */
  async received(count: number): Promise<readonly Delivery[]> {
    if (this.deliveries.length < count) {
      await new Promise<void>((done) => this.#waiting.push({ count, done }));
    }
    return this.deliveries;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}
