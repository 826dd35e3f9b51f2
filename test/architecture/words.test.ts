import { describe, expect, it } from 'vitest';
import { roles, verbs } from '../../src/domain/access/verbs.ts';
import { en } from '../../src/text/en.ts';
import { zhCN } from '../../src/text/zh-CN.ts';
import { sourceFiles } from '../support/source-files.ts';

const zhWords: Readonly<Record<string, string>> = zhCN;
const enWords: Readonly<Record<string, string>> = en;
const code = sourceFiles('src').filter((file) => !file.isTest && !file.name.startsWith('src/text/'));

/** Speaks before any language is loaded, or by the place in a workbook: words of its own, with tests of their own. */
const ownWords = /^src\/server\/(platform\/database\/|sites\/site-import-(plan|rows)\.ts$)/;
/** Names of languages stand in their own script; the number of a Chinese paper is part of its name. */
const ownScript = /简体中文|繁體中文|号/g;

interface Found {
  readonly word: string;
  readonly file: string;
}

/** What the first group of `pattern` finds, with the file it stands in. */
function findAll(pattern: RegExp, files = code): Found[] {
  return files.flatMap((file) =>
    [...file.text.matchAll(pattern)].map((match) => ({ word: match[1] ?? '', file: file.name })),
  );
}

function inFolders(pattern: RegExp) {
  return code.filter((file) => pattern.test(file.name));
}

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))].sort();
}

function without(found: readonly Found[], hasWords: (word: string) => boolean): string[] {
  return [...new Set(found.filter((one) => !hasWords(one.word)).map((one) => `${one.word} of ${one.file}`))];
}

describe('both languages', () => {
  it('have the same keys', () => {
    expect(Object.keys(enWords).sort()).toEqual(Object.keys(zhWords).sort());
    expect(Object.keys(zhWords).length).toBeGreaterThan(800);
  });

  it('take the same facts in every sentence', () => {
    const different = Object.keys(zhWords).filter(
      (key) => placeholders(zhWords[key] ?? '').join() !== placeholders(enWords[key] ?? '').join(),
    );
    expect(different.map((key) => ({ key, zh: zhWords[key], en: enWords[key] }))).toEqual([]);
  });

  it('leave no sentence empty, padded or half written', () => {
    const bad = [zhWords, enWords].flatMap((words) =>
      Object.entries(words).filter(
        ([, text]) => text.trim() === '' || /\{\{[^}]*$|^[^{]*\}\}|\uFFFD/.test(text),
      ),
    );
    expect(bad).toEqual([]);
  });

  it('keep to the marks of their own script', () => {
    // quoted papers and headings keep their Chinese; sentences around them do not
    const marks = Object.entries(enWords).filter(([, text]) => /[，。；：？！、]/.test(text));
    expect(marks).toEqual([]);
    const silent = Object.entries(zhWords).filter(
      ([key, text]) => text === enWords[key] && /[a-z]{3} [a-z]{2}/.test(text),
    );
    expect(silent).toEqual([]);
  });

  it('define each key in one file', () => {
    for (const language of ['zh-CN', 'en']) {
      const files = sourceFiles(`src/text/${language}`);
      const keys = findAll(/^ {2}'?([a-zA-Z][\w.:-]*)'?:/gm, files).map((one) => one.word);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });
});

describe('words that code asks for', () => {
  it('exist: every literal key', () => {
    const asked = [
      ...findAll(/\bsay\(\s*'([^']+)'/g, inFolders(/^src\/(web|client)\//)),
      ...findAll(/\bsay\(\s*\w*[lL]ocale\w*,\s*'([^']+)'/g),
      ...findAll(/\bsay\([^'`]*\?\s*'([a-z][\w]*\.[\w.-]+)'/g, inFolders(/^src\/(web|client)\//)),
      ...findAll(
        /\bsay\([^'`]*\?\s*'[^']+'\s*:\s*'([a-z][\w]*\.[\w.-]+)'/g,
        inFolders(/^src\/(web|client)\//),
      ),
    ];
    expect(asked.length).toBeGreaterThan(600);
    expect(without(asked, (key) => key in zhWords)).toEqual([]);
  });

  it('exist: every key that is put together begins some words', () => {
    const asked = findAll(/\bsay\(\s*(?:locale,\s*)?`([a-zA-Z][\w.]*\.)\$\{/g);
    expect(asked.length).toBeGreaterThan(30);
    const keys = Object.keys(zhWords);
    expect(without(asked, (start) => keys.some((key) => key.startsWith(start)))).toEqual([]);
  });

  it('exist: every refusal of server and rules', () => {
    const refused = [
      ...findAll(/\bRefused\(\s*\d+,\s*'([^']+)'/g),
      ...findAll(/\brefus(?:e|al)\(\s*'([^']+)'/g, inFolders(/^src\/(domain|server)\//)),
    ].filter((one) => !ownWords.test(one.file));
    expect(refused.length).toBeGreaterThan(100);
    expect(without(refused, (word) => `refusal.${word}` in zhWords)).toEqual([]);
  });

  it('exist: every fault at a place of the input', () => {
    const faults = [
      ...findAll(/\binvalid\(\s*[^,()]+,\s*'([^']+)'/g, inFolders(/^src\/server\//)),
      ...findAll(/\bpath:[^{}]*?,\s*code:\s*'([^']+)'/g, inFolders(/^src\/(server|domain)\//)),
      ...findAll(/\bmessage:\s*'([a-z]+\.[A-Za-z]+)'/g, inFolders(/^src\/contract\//)),
    ];
    expect(faults.length).toBeGreaterThan(20);
    expect(without(faults, (word) => `fault.${word}` in zhWords || `refusal.${word}` in zhWords)).toEqual([]);
  });

  it('exist: every kind of event that a page shows', () => {
    /** Where a timeline looks its words up; other subjects have no page of their own history. */
    const timelines: Readonly<Record<string, string>> = {
      problem: 'problems.event.',
      site: 'sites.event.',
      unit: 'organisation.event.',
      taskLine: 'organisation.event.',
      pledge: 'pledges.event.',
    };
    const kinds = findAll(
      /\bkind:\s*'([a-z][A-Za-z]*\.[a-z][A-Za-z]*)'/g,
      inFolders(/^src\/(server|domain)\//),
    );
    expect(kinds.length).toBeGreaterThan(30);
    const shown = kinds.filter((one) => (one.word.split('.')[0] ?? '') in timelines);
    const hasWords = (word: string) => `${timelines[word.split('.')[0] ?? '']}${word}` in zhWords;
    expect(without(shown, hasWords)).toEqual([]);
  });

  it('exist: every fault of a register of sites, with what is right instead', () => {
    const faults = findAll(
      /\brefuse\(\s*'\w+',\s*'([^']+)'/g,
      inFolders(/^src\/server\/sites\/site-import-/),
    );
    expect(faults.length).toBeGreaterThan(5);
    for (const half of ['wrong', 'right']) {
      expect(without(faults, (word) => `siteImport.${half}.${word}` in zhWords)).toEqual([]);
    }
  });

  it('exist: every role', () => {
    expect(roles.filter((role) => !(`access.role.${role}` in zhWords))).toEqual([]);
    expect(new Set(verbs).size).toBe(verbs.length);
  });
});

describe('sentences', () => {
  it('stand in the words, not in components', () => {
    const chinese = inFolders(/^src\/(web|client)\//).filter((file) =>
      /[\u3400-\u9fff]/.test(spokenIn(file.text).replace(ownScript, '')),
    );
    expect(chinese.map((file) => file.name)).toEqual([]);
  });

  it('stand in no rule and no contract', () => {
    // the rules that read speeches hold patterns of speech
    const spoken = inFolders(/^src\/(domain\/(?!pledges\/)|contract\/)/).filter((file) =>
      /[\u3400-\u9fff]/.test(spokenIn(file.text).replace(ownScript, '')),
    );
    expect(spoken.map((file) => file.name)).toEqual([]);
  });
});

/** The text without its comments. */
function spokenIn(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}
