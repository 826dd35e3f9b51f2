import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type ImportOf, importsOf, sourceFiles } from '../support/source-files.ts';

const files = sourceFiles('src', 'test');
const imports = files.flatMap(importsOf);
/** What runs for people; tests may reach further. */
const shipped = imports.filter((one) => one.file.startsWith('src/') && !one.isTest);

/** Which roots of `src` a root may import, and which packages; `any` leaves packages to the rules below. */
const roots: Readonly<Record<string, { own: readonly string[]; packages: readonly string[] | 'any' }>> = {
  domain: { own: ['domain'], packages: [] },
  text: { own: ['text'], packages: [] },
  contract: { own: ['contract', 'domain'], packages: ['zod'] },
  client: { own: ['client', 'contract', 'domain', 'text'], packages: 'any' },
  web: { own: ['web', 'client', 'contract', 'domain', 'text'], packages: 'any' },
  field: { own: ['field', 'client', 'contract', 'domain', 'text'], packages: 'any' },
  public: { own: ['public', 'client', 'contract', 'domain', 'text'], packages: 'any' },
  server: { own: ['server', 'contract', 'domain', 'text'], packages: 'any' },
  cli: { own: ['cli', 'server', 'contract', 'domain', 'text'], packages: 'any' },
};
const browserRoots = ['client', 'web', 'field', 'public'];
const serverPackages = [
  'pg',
  'kysely',
  'fastify',
  'sharp',
  'exceljs',
  'docx',
  'yauzl',
  'commander',
  'opencc-js',
  'graphile-worker',
  'nodemailer',
];
const browserPackages = ['react', 'react-dom', 'antd', 'maplibre-gl', '@tanstack/react-query'];

/**
 * The ladder of `src/server`: a feature may import those on lower steps, never its own neighbours or those
 * above. Every feature may use the platform and the documents; those stand on nothing.
 */
const ladder = [
  ['platform', 'documents'],
  ['access'],
  ['organisation'],
  ['standards'],
  ['deadlines'],
  ['sites'],
  ['photos'],
  ['problems'],
  ['evidence'],
  ['sweeps'],
  ['verification'],
  ['vacancies'],
  ['routing', 'orders'],
  ['ledger-files'],
  ['rounds'],
  ['inspections'],
  ['sync'],
  ['rankings'],
  ['pledges'],
  ['proof'],
  ['burden'],
  ['notifications'],
  ['demo', 'home', 'board'],
];

function rootOf(name: string): string {
  return name.split('/')[1] ?? '';
}

function stepOf(feature: string): number {
  return ladder.findIndex((step) => step.includes(feature));
}

function told(wrong: readonly ImportOf[]): string[] {
  return wrong.map((one) => `${one.file} imports ${one.target}`);
}

describe('imports', () => {
  it('are read at all: static, dynamic, of types and of packages', () => {
    const read = importsOf({
      name: 'src/web/home/home-page.tsx',
      isTest: false,
      text: `import type { A } from '../../client/a.ts';
        export { b } from './b.ts';
        import '@tanstack/react-query/x';
        const c = () => import('../c.tsx');
        const text = "import d from 'd'";`,
    });
    expect(read.map((one) => one.target)).toEqual([
      'src/client/a.ts',
      'src/web/home/b.ts',
      '@tanstack/react-query',
      'src/web/c.tsx',
    ]);
    expect(shipped.length).toBeGreaterThan(500);
  });

  it('lead to files that exist, with their ending', () => {
    const lost = imports.filter(
      (one) => one.isOwn && !existsSync(new URL(`../../${one.target}`, import.meta.url)),
    );
    expect(told(lost)).toEqual([]);
  });

  it('know every root of the source', () => {
    const unknown = files.filter((file) => file.name.startsWith('src/') && !(rootOf(file.name) in roots));
    expect(unknown.map((file) => file.name)).toEqual([]);
  });

  it('flow one way between the roots', () => {
    const wrong = shipped.filter(
      (one) =>
        one.isOwn &&
        !roots[rootOf(one.file)]?.own.some(
          (root) => one.target.startsWith(`src/${root}/`) || one.target === `src/${root}.ts`,
        ),
    );
    expect(told(wrong)).toEqual([]);
  });

  it('bring no library into the rules, the words and the contract', () => {
    const wrong = shipped.filter((one) => {
      const allowed = roots[rootOf(one.file)]?.packages ?? [];
      return !one.isOwn && allowed !== 'any' && !allowed.includes(one.target);
    });
    expect(told(wrong)).toEqual([]);
  });

  it('keep the machine out of the browser, and the browser out of the server', () => {
    const wrong = shipped.filter(
      (one) =>
        !one.isOwn &&
        (browserRoots.includes(rootOf(one.file))
          ? one.target.startsWith('node:') ||
            one.target.startsWith('@fastify/') ||
            serverPackages.includes(one.target)
          : browserPackages.includes(one.target)),
    );
    expect(told(wrong)).toEqual([]);
  });

  it.each([
    ['pg', /^src\/server\/platform\/database\//],
    ['fastify', /^src\/server\/(app\.ts$|platform\/)/],
    ['@fastify/', /^src\/server\/(app\.ts$|platform\/)/],
    ['maplibre-gl', /^src\/client\/map\//],
    ['sharp', /^src\/(server\/photos|cli)\//],
    ['exceljs', /^src\/server\/documents\//],
    ['graphile-worker', /^src\/server\/platform\/(database|jobs)\//],
  ])('let %s in at one place only', (name, place) => {
    const users = shipped.filter(
      (one) => !one.isOwn && (name.endsWith('/') ? one.target.startsWith(name) : one.target === name),
    );
    expect(users.length, `nobody imports ${name}; drop the rule`).toBeGreaterThan(0);
    expect(told(users.filter((one) => !place.test(one.file)))).toEqual([]);
  });

  it('climb the ladder of features downwards only', () => {
    const features = shipped
      .map((one) => ({ one, from: featureOf(one.file), to: featureOf(one.target) }))
      .filter(({ from, to }) => from !== null && to !== null && from !== to);
    expect(features.length).toBeGreaterThan(100);
    for (const { one, from } of features)
      expect(stepOf(from ?? ''), `${one.file} stands on no step`).not.toBe(-1);
    const wrong = features.filter(({ from, to }) => stepOf(to ?? '') >= stepOf(from ?? ''));
    expect(told(wrong.map(({ one }) => one))).toEqual([]);
  });

  it('run in no circle', () => {
    const targets = Map.groupBy(
      shipped.filter((one) => one.isOwn),
      (one) => one.file,
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, way: readonly string[]): void => {
      if (way.includes(file)) circles.push([...way.slice(way.indexOf(file)), file].join(' → '));
      if (way.includes(file) || done.has(file)) return;
      for (const one of targets.get(file) ?? []) visit(one.target, [...way, file]);
      done.add(file);
    };
    for (const file of targets.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it('of shipped code never lead to tests', () => {
    const wrong = shipped.filter((one) => one.target.startsWith('test/') || /\.test\.tsx?$/.test(one.target));
    expect(told(wrong)).toEqual([]);
  });
});

/** `problems` of `src/server/problems/…`; null outside the features. */
function featureOf(name: string): string | null {
  return /^src\/server\/([a-z-]+)\//.exec(name)?.[1] ?? null;
}
