import { expect, test } from './fixtures';

const INLINE = /<script(?![^>]*\ssrc=)([^>]*)>/g;

/** The one policy that names scripts; the other is the same on every answer. */
const scriptsOf = (policy: string | undefined) =>
  /script-src ([^;]*)/.exec(policy ?? '')?.[1]?.split(' ') ?? [];

test.describe('what a page may run', () => {
  for (const path of [
    '/',
    '/sign-in?checked=1',
    '/terms',
    '/no-such-page',
    '/pricing?refused=no-change',
    '/pricing?plan=made-up',
  ]) {
    test(`${path} names its scripts by a nonce of its own`, async ({ request }) => {
      const read = async () => {
        const answer = await request.get(path, {
          headers: { 'content-security-policy': "script-src 'nonce-mine'" },
        });
        const html = await answer.text();
        return { scripts: scriptsOf(answer.headers()['content-security-policy']), html };
      };
      const [first, second] = [await read(), await read()];
      const [nonce, other] = [first, second].map(({ scripts }) =>
        scripts.find((source) => source.startsWith("'nonce-")),
      );
      expect(nonce).toMatch(/^'nonce-[A-Za-z0-9+/]{22}=='$/);
      expect(other).not.toBe(nonce);
      expect(first.scripts).toEqual(["'self'", nonce]);
      const attribute = `nonce="${nonce?.slice(7, -1)}"`;
      const inline = [...first.html.matchAll(INLINE)].map(([, attributes]) => attributes);
      expect(inline.length).toBeGreaterThan(0);
      for (const attributes of inline) expect(attributes).toContain(attribute);
    });
  }

  test('a kept page names its scripts by their hashes, the first time and every time', async ({
    request,
  }) => {
    const read = async (headers: Record<string, string> = {}) => {
      const answer = await request.get('/pricing?interval=year&currency=jpy', { headers });
      return { headers: answer.headers(), html: await answer.text() };
    };
    const answers = [await read({ 'content-security-policy': "script-src 'nonce-mine'" })];
    // not always the second: a code that another test redeems meanwhile has every page made anew
    await expect(async () => {
      const answer = await read();
      answers.push(answer);
      expect(answer.headers['x-nextjs-cache'] ?? answer.headers['cache-status']).toMatch(/hit/i);
    }).toPass();
    for (const { headers } of answers) {
      const scripts = scriptsOf(headers['content-security-policy']);
      expect(scripts.filter((source) => !source.startsWith("'sha256-"))).toEqual(["'self'"]);
      expect(scripts.length).toBeGreaterThan(3);
    }
  });
});

for (const path of ['/pricing', '/terms']) {
  test(`${path} runs no script that was put into it, and posts to no other site`, async ({
    browser,
    baseURL,
  }) => {
    const page = await browser.newPage({ baseURL });
    await page.goto(path);
    const refused = await page.evaluate(async () => {
      const violations: string[] = [];
      const six = new Promise<void>((done) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          violations.push(effectiveDirective);
          if (violations.length === 6) done();
        });
      });
      const put = (html: string) => document.body.insertAdjacentHTML('beforeend', html);
      put('<img src="data:," onerror="document.title = \'taken\'">');
      put('<style>body { display: none }</style>');
      put('<iframe src="https://evil.example"></iframe>');
      put('<form method="post" action="https://evil.example/"><button id="put">Go</button></form>');
      document.getElementById('put')?.click();
      const script = document.createElement('script');
      script.textContent = "document.title = 'taken'";
      document.body.append(script);
      await fetch('https://evil.example').catch(() => {});
      await six;
      return violations;
    });
    expect(refused.sort()).toEqual([
      'connect-src',
      'form-action',
      'frame-src',
      'script-src-attr',
      'script-src-elem',
      'style-src-elem',
    ]);
    expect(await page.title()).not.toBe('taken');
    await page.close();
  });
}
