import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { problemEventKinds } from '../../src/domain/problems/problem-events.ts';
import { moveOf, problemCommandTypes } from '../../src/domain/problems/problem-moves.ts';
import { problemStates } from '../../src/domain/problems/problem-states.ts';
import { deadlinesEn } from '../../src/text/en/deadlines.ts';
import { inspectionsEn } from '../../src/text/en/inspections.ts';
import { problemsEn } from '../../src/text/en/problems.ts';
import { standardsEn } from '../../src/text/en/standards.ts';
import { deadlinesZh } from '../../src/text/zh-CN/deadlines.ts';
import { inspectionsZh } from '../../src/text/zh-CN/inspections.ts';
import { problemsZh } from '../../src/text/zh-CN/problems.ts';
import { standardsZh } from '../../src/text/zh-CN/standards.ts';

const zh: Record<string, string> = { ...problemsZh, ...inspectionsZh, ...standardsZh, ...deadlinesZh };
const en: Record<string, string> = { ...problemsEn, ...inspectionsEn, ...standardsEn, ...deadlinesEn };

/** Codes that the rules of a folder can refuse with, read from their source. */
function refusalCodes(folder: string): string[] {
  const directory = new URL(`../../src/domain/${folder}/`, import.meta.url);
  const sources = readdirSync(directory)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => readFileSync(new URL(name, directory), 'utf8'));
  const code = /(?:refuse|refusal|warning)\(\s*'([\w.]+)'|code: '([\w.]+)'/g;
  const found = sources.flatMap((source) =>
    [...source.matchAll(code)].map((match) => match[1] ?? match[2] ?? ''),
  );
  return [...new Set(found)].sort();
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
  ])('say every refusal of %s in both languages, and no other', (folder, known) => {
    const codes = refusalCodes(folder);
    expect(codes).toContain(known);
    const prefix = `refusal.${known.split('.')[0]}.`;
    for (const words of [zh, en]) {
      const worded = Object.keys(words).filter((key) => key.startsWith(prefix));
      expect(worded.sort()).toEqual(codes.map((code) => `refusal.${code}`));
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
