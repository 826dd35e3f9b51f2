import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catchPrinted } from '../../../test/support/printed.ts';
import { deriveOutput, type TableInputs } from '../../domain/rankings/ranking-record.ts';
import { hashedText } from '../../domain/rankings/recompute-ranking.ts';
import { recomputeCommand } from './recompute-command.ts';

let folder = '';
const printed = catchPrinted();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-recompute-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const inputs: TableInputs = {
  kind: 'table',
  codeVersion: 'guatu test',
  source: '公报',
  bulletin: null,
  table: {
    title: '通报',
    decimals: 2,
    tieRule: 'competition',
    order: 'higher-is-better',
    groups: [
      {
        name: '城区',
        flags: { top: { count: 1, flag: 'red' } },
        units: [
          { name: '山阳区', score: '83.00' },
          { name: '中站区', score: '73.75' },
        ],
      },
    ],
  },
};

function exported() {
  const output = deriveOutput(inputs);
  const hash = createHash('sha256').update(hashedText(inputs, output)).digest('hex');
  return { format: 'guatu-ranking/1', id: 'r', title: '通报', documentNumber: null, hash, inputs, output };
}

async function recompute(content: string): Promise<number> {
  const file = join(folder, 'ranking.json');
  await writeFile(file, content);
  await recomputeCommand().parseAsync([file], { from: 'user' });
  return printed.exitCode;
}

describe('guatu recompute', () => {
  it('ends with 0 where every digit and the hash are the same', async () => {
    const file = exported();
    expect(await recompute(JSON.stringify(file, null, 2))).toBe(0);
    expect(printed.out).toContain(file.hash);
    expect(printed.err).toBe('');
  });

  it('ends with 1 and names the first difference of a touched result', async () => {
    expect(await recompute(JSON.stringify(exported()).replace('"rank":2', '"rank":1'))).toBe(1);
    expect(printed.err).toContain('第一处不同：groups.0.units.1.rank，文件为 1，重算为 2');
    expect(printed.err).toContain('内容与指纹不符');
    expect(printed.out).toBe('');
  });

  it('ends with 1 where only something the result does not rest on was touched', async () => {
    expect(await recompute(JSON.stringify(exported()).replace('"source":"公报"', '"source":"小报"'))).toBe(1);
    expect(printed.err).not.toContain('第一处不同');
    expect(printed.err).toContain('内容与指纹不符');
  });

  it.each([
    ['no JSON', '{'],
    ['another file', '{"title":"x"}'],
    ['a list', '[]'],
    ['no mark', JSON.stringify(exported()).replace('"score":"83.00"', '"score":"高"')],
    ['no members', JSON.stringify({ ...exported(), inputs: { kind: 'round' } })],
  ])('ends with 2 and one line on %s', async (_, content) => {
    expect(await recompute(content)).toBe(2);
    expect(printed.err.trim().split('\n')).toHaveLength(1);
    expect(printed.err).toContain('ranking.json');
  });

  it('ends with 2 where there is no file', async () => {
    await recomputeCommand().parseAsync([join(folder, 'none.json')], { from: 'user' });
    expect(process.exitCode).toBe(2);
    expect(printed.err).toContain('找不到文件');
  });
});
