import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { authOptions } from '@/lib/auth';
import type { Places } from '@/lib/auth/oauth';

type Answer = Readonly<{ status: number; location: string; body: unknown }>;

/** A browser at next-auth's own addresses, with the app's settings; it keeps its cookies and follows nothing. */
export class SignInVisitor {
  private readonly cookies: Record<string, string> = {};

  constructor(private readonly places?: Places) {}

  get sessionToken(): string | undefined {
    return this.cookies['next-auth.session-token'];
  }

  /** Presses the sign-in page's button of this provider. */
  async begin(provider: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const { body } = await this.ask('GET', '/api/auth/csrf');
    const { csrfToken } = body as { csrfToken: string }; // next-auth's answer to this address
    return this.ask('POST', `/api/auth/signin/${provider}`, {
      csrfToken,
      callbackUrl: '/account',
      ...fields,
    });
  }

  /** Opens an address below /api/auth. */
  async ask(method: string, address: string, body: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const url = new URL(address, 'http://localhost:3000');
    const request = {
      method,
      headers: { host: url.host },
      cookies: { ...this.cookies },
      query: {
        ...Object.fromEntries(url.searchParams),
        nextauth: url.pathname.replace('/api/auth/', '').split('/'),
      },
      body,
    };
    const headers: Record<string, string | string[]> = {};
    const answer = { status: 200, body: undefined as unknown };
    const response = {
      status(code: number) {
        answer.status = code;
        return response;
      },
      setHeader(name: string, value: string | string[]) {
        headers[name.toLowerCase()] = value;
        return response;
      },
      getHeader: (name: string) => headers[name.toLowerCase()],
      json: (given: unknown) => {
        answer.body = given;
      },
      send: (given: unknown) => {
        answer.body = given;
      },
      end: () => {},
    };
    // next-auth reads of both no more than what is here
    await NextAuth(
      request as unknown as NextApiRequest,
      response as unknown as NextApiResponse,
      authOptions(this.places),
    );
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /max-age=0/i.test(line)) delete this.cookies[name];
      else this.cookies[name] = decodeURIComponent(value);
    }
    return { ...answer, location: String(headers.location ?? '') };
  }
}
