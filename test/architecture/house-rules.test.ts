import { describe, expect, it } from 'vitest';
import { sourceFiles } from '../support/source-files.ts';

const files = sourceFiles('src', 'test');
const authored = files.filter((file) => !file.name.endsWith('.generated.ts'));
const longest = 400;

function namesWhere(wrong: (file: (typeof files)[number]) => boolean): string[] {
  return authored.filter(wrong).map((file) => file.name);
}

/** Written in two parts so that this file does not hold what it forbids. */
const leftOver = new RegExp(`\\b(TO${'DO'}|FIX${'ME'}|X${'XX'}|HA${'CK'})\\b`);
const machinePath = new RegExp(`['"\`\\s(]/(work|home|root|Users|mnt)${'/'}|[A-Z]:[\\\\/]+Users`);

describe('every source file', () => {
  it('was found', () => {
    expect(authored.length).toBeGreaterThan(400);
  });

  it(`has at most ${longest} lines`, () => {
    const long = authored
      .map((file) => ({ name: file.name, lines: file.text.trimEnd().split('\n').length }))
      .filter((file) => file.lines > longest);
    expect(long).toEqual([]);
  });

  it('is named in kebab-case', () => {
    expect(
      namesWhere(
        (file) =>
          !/^([a-z0-9]+(-[a-z0-9]+)*|zh-CN)(\.[a-z]+)*\.tsx?$/.test(file.name.split('/').at(-1) ?? ''),
      ),
    ).toEqual([]);
  });

  it('is no barrel and no drawer for everything', () => {
    expect(
      namesWhere((file) =>
        /(^|\/)(index|utils?|helpers?|common|misc|types|queries|commands)\.tsx?$/.test(file.name),
      ),
    ).toEqual([
      // words that belong to no feature
      'src/text/en/common.ts',
      'src/text/zh-CN/common.ts',
    ]);
  });

  it('exports by name', () => {
    expect(namesWhere((file) => /^export default|^export \{[^}]*\bas default\b/m.test(file.text))).toEqual(
      [],
    );
  });

  it('leaves nothing for later', () => {
    expect(namesWhere((file) => leftOver.test(file.text))).toEqual([]);
  });

  it('names no place of one machine', () => {
    expect(namesWhere((file) => machinePath.test(file.text))).toEqual([]);
  });

  it('skips no test and runs none alone', () => {
    expect(
      namesWhere(
        (file) =>
          /\b(it|describe|test)\.(skip|only|todo)\b/.test(file.text) &&
          !file.name.endsWith('house-rules.test.ts'),
      ),
    ).toEqual([]);
  });

  it('switches no check of the compiler off', () => {
    expect(
      namesWhere(
        (file) => /@ts-(ignore|nocheck)/.test(file.text) && !file.name.endsWith('house-rules.test.ts'),
      ),
    ).toEqual([]);
  });
});
