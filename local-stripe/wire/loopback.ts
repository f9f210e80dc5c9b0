import type { MiddlewareHandler } from 'hono';

/**
 * Lets in only what this machine itself asks for: a browser that was led here under another name (DNS rebinding) or a
 * form of another site is refused. Programs that are no browsers send no Origin.
 */
export const onlyThisMachine: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  const origin = c.req.header('origin');
  const site = c.req.header('sec-fetch-site');
  if (!isLoopback(host))
    return c.text(
      `Only this machine is answered here, not "${host.slice(0, 100)}". Use 127.0.0.1 or localhost.`,
      403,
    );
  const foreign =
    (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD' && foreign)
    return c.text('This was sent from another site and was not done.', 403);
  return next();
};

function isLoopback(host: string): boolean {
  const url = `http://${host}`;
  if (!URL.canParse(url)) return false;
  const { hostname } = new URL(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}
