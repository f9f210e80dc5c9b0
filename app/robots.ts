import type { MetadataRoute } from 'next';

/** Search engines see what a stranger may see: the landing, the prices and the small print. */
export default function robots(): MetadataRoute.Robots {
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: ['/account', '/api/', '/campaigns', '/outbox', '/sign-in', '/go'],
    },
  };
}
