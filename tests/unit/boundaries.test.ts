import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CODE = new Set(['.ts', '.tsx', '.mts', '.mjs', '.js']);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && CODE.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every import of a file or a folder as "file: module"; side-effect, dynamic and type imports included. */
function imports(path: string): string[] {
  const files = CODE.has(extname(path)) ? [path] : filesOf(path);
  return files.flatMap((file) => {
    const code = readFileSync(file, 'utf8');
    const modules = code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)['"]([^'"]+)['"]/g);
    return [...modules].map(([, module]) => `${file}: ${module}`);
  });
}

/** The files that a file cannot be loaded without: its imports of more than types. */
function needsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8').replace(/^(import|export) type [^;]*;/gm, '');
  const modules = code.matchAll(/^(?:import|export) [^;']*?from '([^']+)'/gm);
  return [...modules].flatMap(([, module = '']) => {
    const path = module.startsWith('@/')
      ? module.slice(2)
      : module.startsWith('.')
        ? join(file, '..', module)
        : '';
    return [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].filter((each) =>
      CODE.has(extname(each)),
    );
  });
}

const SHIPPED = ['app', 'components', 'lib', 'local-stripe', 'scripts'];
const PURE = ['lib/billing', 'lib/money.ts', 'lib/calendar.ts'];

describe('boundaries', () => {
  it.each<[string, string[], RegExp]>([
    ['the app never imports the local Stripe', ['app', 'components', 'lib'], /: .*local-stripe(\/|$)/],
    [
      'the local Stripe never imports the app',
      ['local-stripe'],
      /: (@\/|(\.\.\/)+(app|components|lib|tests|scripts)\/)/,
    ],
    ['nothing imports the tests', SHIPPED, /: (@|\.\.?)\/(.*\/)?tests\//],
    ['the app never imports the launchers', ['app', 'components', 'lib'], /: (@|\.\.?)\/(.*\/)?scripts\//],
    [
      'components fetch nothing: no database, no Stripe, no settings',
      ['components'],
      /: .*lib\/(db|stripe|env)(\/|$)/,
    ],
    [
      'the rules know no framework',
      PURE,
      /: (next|next-auth|react|server-only|drizzle-orm|postgres|pino)(\/|$)/,
    ],
    [
      'the rules know no settings, no clock, no store',
      PURE,
      /: .*\/(env|clock|log|auth|db|stripe|account|outbox)(\/|$)/,
    ],
    ['the rules do no input or output', PURE, /: (node:)?(fs|http|https|net|process|child_process)(\/|$)/],
  ])('%s', (_rule, paths, forbidden) => {
    expect(paths.flatMap(imports).filter((line) => forbidden.test(line))).toEqual([]);
  });

  it('only lib/stripe imports the SDK; others know its types at most', () => {
    const users = ['app', 'components', 'lib']
      .flatMap(filesOf)
      .filter((file) => /^import (?!type ).*from 'stripe';$/m.test(readFileSync(file, 'utf8')));
    expect(users.filter((file) => !file.startsWith(join('lib', 'stripe')))).toEqual([]);
  });

  it('no module needs itself, by whatever way around', () => {
    const needs = new Map(SHIPPED.flatMap(filesOf).map((file) => [file, needsOf(file)]));
    // what needs nothing that is left is taken away, again and again; what is left then stands in a circle
    for (let size = -1; size !== needs.size; ) {
      size = needs.size;
      for (const [file, others] of needs) if (!others.some((other) => needs.has(other))) needs.delete(file);
    }
    expect([...needs.keys()]).toEqual([]);
  });

  it('the rules never read the time or the environment themselves', () => {
    const readers = PURE.flatMap((path) => (path.endsWith('.ts') ? [path] : filesOf(path))).filter((file) =>
      /Date\.now\(|new Date\(\)|process\.env|Math\.random\(/.test(readFileSync(file, 'utf8')),
    );
    expect(readers).toEqual([]);
  });

  it('only lib/env.ts reads the environment in the app', () => {
    const readers = ['app', 'components', 'lib']
      .flatMap(filesOf)
      .filter((file) => /process\.env\b/.test(readFileSync(file, 'utf8')) && file !== join('lib', 'env.ts'));
    // the cache handler is run by Node as it stands, outside of what Next bundles
    expect(readers).toEqual([join('lib', 'page-cache', 'handler.mjs')]);
  });

  it('no file names the host of a package registry', () => {
    // by .gitignore itself: a downloaded copy has no git
    const ignored = ['.git', ...readFileSync('.gitignore', 'utf8').split(/\/?\n/)];
    const files = readdirSync('.', { withFileTypes: true })
      .filter(({ name }) => !ignored.includes(name) && !name.endsWith('.tsbuildinfo'))
      .flatMap((entry) =>
        entry.isFile()
          ? [entry.name]
          : readdirSync(entry.name, { recursive: true, withFileTypes: true })
              .filter((inner) => inner.isFile())
              .map((inner) => join(inner.parentPath, inner.name)),
      );
    // Written in two pieces, or this file would name them itself.
    const hosts = new RegExp(
      ['registry\\.', '(npmjs|yarnpkg)\\.|npm\\.', 'pkg\\.github\\.com|^registry *='].join(''),
      'm',
    );
    const naming = files.filter((file) => hosts.test(readFileSync(file, 'utf8')));
    expect(naming).toEqual([]);
  });

  it('the lock file says what is installed, not from where', () => {
    expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"');
  });

  it('the lock file knows the optional packages of every kind of machine, or npm ci refuses it', () => {
    type Locked = { optionalDependencies?: Record<string, string> };
    const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
      packages: Record<string, Locked>;
    };
    const unknown = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    );
    expect(unknown).toEqual([]);
  });
});
