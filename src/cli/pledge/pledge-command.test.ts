import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pledgesEn } from '../../text/en/pledges.ts';
import { pledgesZh } from '../../text/zh-CN/pledges.ts';
import { pledgeCommand } from './pledge-command.ts';

const sample = fileURLToPath(new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-pledge-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
  await rm(folder, { recursive: true });
});

async function run(...args: readonly string[]): Promise<{ out: string; err: string; exit: unknown }> {
  let out = '';
  let err = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    out += String(chunk);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
    err += String(chunk);
    return true;
  });
  await pledgeCommand().parseAsync([...args], { from: 'user' });
  return { out, err, exit: process.exitCode };
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('guatu pledge parse', () => {
  it('prints the three speeches as JSON', async () => {
    const { out, err, exit } = await run('parse', sample, '--json', '--year', '2019');
    expect([err, exit]).toEqual(['', undefined]);
    const { speeches } = JSON.parse(out);
    expect(speeches.map(({ unit }: { unit: string }) => unit)).toEqual([
      '东方红街道办事处',
      '阳庙镇',
      '中站区住建局',
    ]);
    expect(Object.keys(speeches[0])).toEqual([
      'speaker',
      'post',
      'unit',
      'district',
      'causes',
      'commitments',
    ]);
    expect(speeches[2].commitments).toContainEqual(
      expect.objectContaining({ kind: 'siteWork', due: '2019-08-26', places: ['豐收路'] }),
    );
  });

  it('prints a tracking list for people', async () => {
    const { out } = await run('parse', sample, '--year', '2019');
    expect(out).toContain('共 3 篇表态发言');
    expect(out).toContain('2. 阳庙镇 镇长 某某\n   属地：示范区\n   检讨的原因（3）');
    expect(out).toContain('期限：2019-08-26（原文：7月11日…一個半月內）');
    expect(out).toContain('数量：十七項重點整治任務');
    expect(out).toContain('点位和类别：各村、重要路段、中心市場、衛生死角');
    expect(out).not.toMatch(/\{\{|undefined|null/);
  });

  it('says that a day stays open without its year', async () => {
    const { out } = await run('parse', sample);
    expect(out).toContain('期限：原文为“7月11日…一個半月內”，无法确定到日');
  });

  it('reads text of its own without speeches as none', async () => {
    const path = await file('note.txt', 'nothing here');
    expect((await run('parse', path)).out).toBe(`${path}：没有读到表态发言\n`);
    expect(JSON.parse((await run('parse', path, '--json')).out)).toEqual({ speeches: [] });
  });

  it.each([
    ['empty.txt', '', '文件是空的'],
    ['blank.txt', ' \r\n\u3000', '文件是空的'],
    ['empty.docx', '', '文件是空的'],
    ['binary.txt', Uint8Array.of(0x89, 0x50, 0, 1, 2), '编码无法识别'],
    ['speech.docx', '一是建立台账。', '请把扩展名改为 .txt'],
    ['speech.doc', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), '旧版 .doc'],
    ['speech.pdf', '%PDF', '只能读取 .txt、.docx'],
  ])('refuses %s in one line that names it', async (name, content, words) => {
    const path = await file(name, content);
    const { out, err, exit } = await run('parse', path, '--json');
    expect([out, exit]).toEqual(['', 2]);
    expect(err).toMatch(/^[^\n]+\n$/);
    expect(err).toContain(path);
    expect(err).toContain(words);
  });

  it('refuses a missing file, a folder and a wrong year', async () => {
    expect(await run('parse', join(folder, 'gone.txt'))).toMatchObject({
      exit: 2,
      err: expect.stringContaining('gone.txt：找不到文件'),
    });
    expect(await run('parse', folder)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('无法读取文件'),
    });
    expect(await run('parse', sample, '--year', '19')).toMatchObject({
      exit: 2,
      err: '19：年份应为四位数字，例如 2019\n',
    });
  });
});

describe('words of pledges', () => {
  it('name the same facts in both languages', () => {
    const facts = (sentence: string) => [...sentence.matchAll(/\{\{\w+\}\}/g)].map(String).sort();
    for (const [key, sentence] of Object.entries(pledgesZh)) {
      expect(facts(pledgesEn[key as keyof typeof pledgesZh])).toEqual(facts(sentence));
    }
  });
});
