import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);

function read(file: string): string {
  return readFileSync(new URL(file, root), 'utf8');
}

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => folder + name.replaceAll('\\', '/'))
    .filter((name) => ending.test(name) && !name.endsWith('.test.ts'));
}

const decisions = filesBelow('docs/decisions/', /\.md$/);
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'PROVENANCE.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/operations.md',
  'docs/data-formats.md',
  'docs/evidence.md',
  ...decisions,
];

/** What stands in backticks, within a line. */
function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map((match) => match[1] ?? '');
}

/** Lines of commands: fenced blocks, and backticks. */
function commandsIn(text: string): string[] {
  const fenced = [...text.matchAll(/^```[a-z]*\n([\s\S]*?)^```/gm)].flatMap((match) =>
    (match[1] ?? '').split('\n'),
  );
  return [...fenced, ...quotedIn(text)];
}

const pathForm = /^(?:src|migrations|sample|test|docs|bin|bench)\/[\w./*-]*$/;

function pathsIn(text: string): string[] {
  return [...new Set(quotedIn(text).filter((quoted) => pathForm.test(quoted)))];
}

function isThere(path: string): boolean {
  if (!path.includes('*')) return existsSync(new URL(path, root));
  const [folder = '', ending = ''] = path.split('*');
  return readdirSync(new URL(folder, root)).some((name) => name.endsWith(ending));
}

/** Words after the program's name, as far as they can be names of commands. */
function commandWords(line: string): { program: 'npm' | 'guatu'; words: string[] } | null {
  const bare = line.replace(/#.*$/, '').trim();
  const guatu = /^(?:npx |npm run )?guatu (?:-- )?(.+)$/.exec(bare)?.[1];
  const npm = /^npm (?:run )?(?:--silent )?([a-z:]+)/.exec(bare)?.[1];
  if (guatu !== undefined) {
    const words = guatu.split(/\s+/);
    const end = words.findIndex((word) => !/^[a-z|]+$/.test(word));
    // `guatu …` names no command
    return end === 0 ? null : { program: 'guatu', words: end < 0 ? words : words.slice(0, end) };
  }
  return npm === undefined ? null : { program: 'npm', words: [npm] };
}

function namedCommands(program: 'npm' | 'guatu'): { file: string; words: string[] }[] {
  return documents.flatMap((file) =>
    commandsIn(read(file))
      .flatMap((line) => line.split('&&'))
      .map(commandWords)
      .filter((found) => found !== null && found.program === program)
      .map((found) => ({ file, words: found?.words ?? [] })),
  );
}

describe('the documents', () => {
  it.each(documents)('%s names only files that exist', (file) => {
    expect(pathsIn(read(file)).filter((path) => !isThere(path))).toEqual([]);
  });

  it('name enough files that the check above means something', () => {
    const named = documents.flatMap((file) => pathsIn(read(file)));
    expect(new Set(named).size).toBeGreaterThan(60);
  });

  it('name only npm scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const ownOfNpm = new Set(['ci', 'run']);
    const named = namedCommands('npm').filter(({ words: [word = ''] }) => !ownOfNpm.has(word));
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter(({ words: [word = ''] }) => !Object.hasOwn(scripts, word))).toEqual([]);
  });

  it('name only commands that the command line has', () => {
    const sources = filesBelow('src/cli/', /\.ts$/).map(read);
    const declared = new Set(
      sources.flatMap((source) =>
        [...source.matchAll(/(?:new Command|\.command)\('([a-z]+)'\)/g)].map((match) => match[1]),
      ),
    );
    const main = read('src/cli/main.ts');
    const named = namedCommands('guatu');
    const wrong = named.filter(({ words: [first = '', second] }) => {
      const isFirst = declared.has(first) && new RegExp(`^ {2}${first}: async`, 'm').test(main);
      const areSeconds = (second ?? '').split('|').every((word) => word === '' || declared.has(word));
      return !(isFirst && areSeconds);
    });
    expect(named.length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it('name in the README every command an operator can type', () => {
    const commands = [...read('src/cli/main.ts').matchAll(/^ {2}([a-z]+): async/gm)].map((match) => match[1]);
    const forOperators = commands.filter((command) => command !== 'dev');
    const named = new Set(
      namedCommands('guatu')
        .filter(({ file }) => file === 'README.md')
        .map(({ words }) => words[0]),
    );
    expect(forOperators.filter((command) => command !== undefined && !named.has(command))).toEqual([]);
  });

  it('have a README that points to every other document', () => {
    const readme = read('README.md');
    const others = documents.filter((file) => file !== 'README.md' && !file.startsWith('docs/decisions/'));
    expect(others.filter((file) => !readme.includes(`(${file})`))).toEqual([]);
  });
});

interface GlossaryRow {
  readonly word: string;
  readonly table: string;
  readonly code: string;
  readonly route: string;
}

function glossaryRows(): GlossaryRow[] {
  return read('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| Word') && !line.startsWith('| ---'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map((cells) => ({
      word: cells[1] ?? '',
      table: cells[4] ?? '',
      code: cells[5] ?? '',
      route: cells[6] ?? '',
    }));
}

describe('the glossary', () => {
  const rows = glossaryRows();

  it('has each word once', () => {
    const words = rows.map(({ word }) => word);
    expect(words.length).toBeGreaterThan(40);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });

  it('names tables that the migrations make', () => {
    const sql = filesBelow('migrations/', /\.sql$/)
      .map(read)
      .join('\n');
    const tables = new Set([...sql.matchAll(/^create table (\w+)/gm)].map((match) => match[1]));
    expect(rows.filter(({ table }) => table !== '–' && !tables.has(table))).toEqual([]);
  });

  it('names files that exist', () => {
    expect(rows.filter(({ code }) => !existsSync(new URL(code, root)))).toEqual([]);
  });

  it('names routes that the contract has', async () => {
    const paths = new Set<string>();
    for (const file of filesBelow('src/contract/', /\.ts$/)) {
      const contract = (await import(fileURLToPath(new URL(file, root)))) as Record<string, unknown>;
      for (const value of Object.values(contract)) {
        if (typeof value === 'object' && value !== null && 'path' in value && 'method' in value) {
          paths.add(String(value.path));
        }
      }
    }
    expect(paths.size).toBeGreaterThan(80);
    expect(rows.filter(({ route }) => route !== '–' && !paths.has(route))).toEqual([]);
  });
});

describe('the decision records', () => {
  it('are numbered without gaps', () => {
    const numbers = decisions.map((file) => Number(/(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));
    numbers.sort((a, b) => a - b);
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  it.each(decisions)('%s has context, decision, why and consequences', (file) => {
    const headings = [...read(file).matchAll(/^\*\*(\w+)\.\*\*/gm)].map((match) => match[1]);
    expect(headings).toEqual(['Context', 'Decision', 'Why', 'Consequences']);
  });
});
