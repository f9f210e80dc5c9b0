import { createHash, createSign, generateKeyPairSync, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Places } from '@/lib/auth/oauth';

/** Who is signed in at the stand-in: what Google tells of them, and GitHub's list of their addresses. */
export type Stranger = Readonly<{
  id: string;
  email: string;
  verified: boolean;
}>;

type Grant = Readonly<{ stranger: Stranger; challenge: string; nonce: string | null; redirectUri: string }>;

/**
 * A stand-in for GitHub and Google: OAuth 2 with PKCE, OpenID Connect with a signed id token. `agree` is the person
 * there: it says yes at the address the app led to, and gives the address that leads back.
 */
export async function startIdentityProvider(client: { id: string; secret: string }) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const grants = new Map<string, Grant>();
  const tokens = new Map<string, Stranger>();
  let url = '';

  function signed(claims: Readonly<Record<string, unknown>>): string {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey, 'base64url')}`;
  }

  async function token(request: IncomingMessage): Promise<unknown> {
    const form = new URLSearchParams(await textOf(request));
    const [id, secret] = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':');
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!grant || id !== client.id || secret !== client.secret) return { error: 'invalid_client' };
    if (grant.challenge !== challenge || grant.redirectUri !== form.get('redirect_uri'))
      return { error: 'invalid_grant' };
    const accessToken = randomUUID();
    tokens.set(accessToken, grant.stranger);
    const { id: sub, email, verified: email_verified } = grant.stranger;
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: url, aud: client.id, iat, exp: iat + 300, nonce: grant.nonce };
    return {
      access_token: accessToken,
      token_type: 'bearer',
      id_token: signed({ ...claims, sub, email, email_verified }),
    };
  }

  async function answer(request: IncomingMessage): Promise<unknown> {
    const path = new URL(request.url ?? '/', url).pathname;
    if (path === '/.well-known/openid-configuration')
      return {
        issuer: url,
        authorization_endpoint: `${url}/authorize`,
        token_endpoint: `${url}/token`,
        jwks_uri: `${url}/keys`,
      };
    if (path === '/keys')
      return { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig' }] };
    if (path === '/token' || path === '/login/oauth/access_token') {
      const { id_token, ...others } = Object(await token(request));
      return path === '/token' ? { id_token, ...others } : others;
    }
    const stranger = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
    // the e-mail of GitHub's profile is one that says nothing of whether it is verified
    if (path === '/user') return { id: stranger?.id, login: 'stranger', email: stranger?.email };
    if (path === '/user/emails')
      return [{ email: stranger?.email, primary: true, verified: stranger?.verified }];
    return { error: 'not_found' };
  }

  const server = createServer(async (request, response) => {
    const body = Object(await answer(request));
    const status = body.error ? 400 : 200;
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP, so it is never a string
  const places: Places = { github: url, githubApi: url, google: url };
  return {
    places,
    agree(stranger: Stranger, address: string): string {
      const asked = new URL(address).searchParams;
      const redirectUri = asked.get('redirect_uri') ?? '';
      const code = randomUUID();
      const challenge = asked.get('code_challenge') ?? '';
      grants.set(code, { stranger, challenge, nonce: asked.get('nonce'), redirectUri });
      const back = new URL(redirectUri);
      back.search = new URLSearchParams({ code, state: asked.get('state') ?? '' }).toString();
      return back.href;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}
