import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemEventKinds } from '../../src/domain/problems/problem-events.ts';
import { moveOf, problemCommandTypes } from '../../src/domain/problems/problem-moves.ts';
import { problemStates } from '../../src/domain/problems/problem-states.ts';
import { en as enWords } from '../../src/text/en.ts';
import { zhCN } from '../../src/text/zh-CN.ts';

const zh: Record<string, string> = zhCN;
const en: Record<string, string> = enWords;

/** The sources of a feature in one root; none where the root has no such feature. */
function sourcesOf(root: string, feature: string): string[] {
  const directory = new URL(`../../src/${root}/${feature}/`, import.meta.url);
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, directory), 'utf8'));
}

function codesIn(sources: readonly string[], code: RegExp): string[] {
  return sources.flatMap((source) =>
    [...source.matchAll(code)].map((match) => match[1] ?? match[2] ?? match[3] ?? ''),
  );
}

/** Codes that the rules of a feature can refuse with, read from their source. */
function ruleCodes(feature: string): string[] {
  return codesIn(sourcesOf('domain', feature), /(?:refuse|refusal|warning)\(\s*'([\w.]+)'|code: '([\w.]+)'/g);
}

/** Codes that its commands refuse with besides, as a whole or at one field of the input. */
function commandCodes(feature: string): string[] {
  return codesIn(
    [...sourcesOf('server', feature), ...contractsOf(feature)],
    /(?:Refused\(\s*\d+,\s*|invalid\(\s*[^,]+,\s*)'([\w.]+)'|code: '([\w.]+)'|message: '([\w.]+)'/g,
  );
}

/** `contract/standards.ts`, `contract/standard-pack.ts`. */
function contractsOf(feature: string): string[] {
  const directory = new URL('../../src/contract/', import.meta.url);
  return readdirSync(directory)
    .filter((name) => name.startsWith(feature.slice(0, -1)) && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, directory), 'utf8'));
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
}

describe('words of the ledger', () => {
  it.each([
    ['problems', 'problem.ownFix'],
    ['inspections', 'inspection.photoNeeded'],
    ['standards', 'standard.badWeight'],
    ['deadlines', 'calendar.noHours'],
    ['sweeps', 'sweep.wrongState'],
    ['sweeps', 'commonProblem.wrongState'],
  ])('say every refusal of %s in both languages, and no other', (folder, known) => {
    const rules = new Set(ruleCodes(folder));
    expect(rules).toContain(known);
    const prefix = `${known.split('.')[0]}.`;
    const all = [...rules, ...commandCodes(folder)].filter((code) => code.startsWith(prefix));
    for (const words of [zh, en]) {
      const worded = Object.keys(words)
        .filter((key) => key.startsWith(`refusal.${prefix}`) || key.startsWith(`fault.${prefix}`))
        .map((key) => key.slice(key.indexOf('.') + 1));
      expect([...new Set(worded)].sort()).toEqual([...new Set(all)].sort());
      for (const code of rules) expect(words[`refusal.${code}`] ?? words[`fault.${code}`], code).toBeTruthy();
    }
  });

  it('name every state, move, need and event', () => {
    const keys = [
      ...problemStates.map((state) => `problems.state.${state}`),
      ...problemCommandTypes.map((type) => `problems.command.${type}`),
      ...problemCommandTypes.flatMap((type) => moveOf(type).needs.map((need) => `problems.need.${need}`)),
      ...problemEventKinds.map((kind) => `problems.event.${kind}`),
    ];
    for (const key of keys) {
      expect(zh[key], key).toBeTruthy();
      expect(en[key], key).toBeTruthy();
    }
  });

  it('take the same facts in both languages', () => {
    for (const [key, sentence] of Object.entries(zh)) {
      expect(placeholders(en[key] ?? ''), key).toEqual(placeholders(sentence));
    }
  });
});
