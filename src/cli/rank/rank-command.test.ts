import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchPrinted } from '../../../test/support/printed.ts';
import { rankCommand } from './rank-command.ts';

let folder = '';
const printed = catchPrinted();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-rank-command-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<number> {
  await rankCommand().parseAsync(args, { from: 'user' });
  return printed.exitCode;
}

async function table(units: unknown): Promise<string> {
  const path = join(folder, 'table.json');
  await writeFile(path, JSON.stringify({ title: '结果', groups: [{ name: '城区', units }] }));
  return path;
}

const fair = [
  { name: '解放区', score: '82' },
  { name: '山阳区', score: '83' },
];

describe('guatu rank', () => {
  it('prints a table and ends with 0, warnings included', async () => {
    expect(await run(await table([...fair, { name: '甲区' }]))).toBe(0);
    expect(printed.out).toContain(
      '1  山阳区  83.00\n2  解放区  82.00\n—  甲区        —  缺少得分，未排名\n提示：\n',
    );
    expect(printed.err).toBe('');
  });

  it('prints nothing but JSON with --json, exactly in the documented form', async () => {
    const word = join(folder, 'bulletin.docx');
    expect(await run(await table(fair), '--json', '--docx', word)).toBe(0);
    expect(JSON.parse(printed.out)).toEqual({
      groups: [
        {
          name: '城区',
          units: [
            { name: '山阳区', score: '83.00', rank: 1, flag: null, note: null },
            { name: '解放区', score: '82.00', rank: 2, flag: null, note: null },
          ],
          warnings: [],
        },
      ],
    });
    expect((await readFile(word)).subarray(0, 2).toString()).toBe('PK');
    expect(printed.err).toBe(`已生成通报：${word}\n`);
  });

  it('ends with 2 and one line that names the place, in either language', async () => {
    const bad = await table([{ name: '甲区', score: 'x' }]);
    expect(await run(bad, '--json')).toBe(2);
    expect(printed.out).toBe('');
    expect(printed.err).toBe(
      `${bad}，分组“城区”，单位“甲区”，字段“score”：应为小数（如 83.00），实际是 "x"\n`,
    );
    printed.err = '';
    expect(await run(bad, '--lang', 'en')).toBe(2);
    expect(printed.err).toBe(
      `${bad}, group "城区", unit "甲区", field "score": expected a decimal (such as 83.00), found "x"\n`,
    );
  });

  it('ends with 2 where the scheme or the place for the bulletin is wrong', async () => {
    const good = await table(fair);
    expect(await run(good, '--scheme', join(folder, 'nobody.json'))).toBe(2);
    expect(printed.err).toContain('nobody.json：找不到文件');
    expect(await run(good, '--docx', join(folder, 'no', 'such', 'folder.docx'))).toBe(2);
    expect(printed.err).toContain('无法写入文件（ENOENT）');
  });
});
