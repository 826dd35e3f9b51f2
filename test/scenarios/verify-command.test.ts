import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliFault } from '../../src/cli/house/cli-words.ts';
import { verifyCommand } from '../../src/cli/verify/verify-command.ts';
import { headFilePath } from '../../src/server/proof/head-file.ts';
import { openSigningKey } from '../../src/server/proof/signing-key.ts';
import { buildLedgerCity, type LedgerCity } from '../support/ledger-city.ts';
import { catchPrinted } from '../support/printed.ts';
import { becomeOwner } from '../support/tampering.ts';
import { openTestHouse, type TestHouse } from '../support/test-city.ts';

let house: TestHouse;
let ledger: LedgerCity;
let folder: string;
let problemId: string;
const printed = catchPrinted();

beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  problemId = await ledger.struckOff();
  await house.runPeriodic('proof.writeHeads');
  folder = await mkdtemp(path.join(tmpdir(), 'guatu-verify-'));
});
afterAll(async () => {
  await house.close();
  await rm(folder, { recursive: true });
});

/** `guatu verify …` on the house of the test; without one where nothing may be opened. */
async function verify(
  arguments_: readonly string[],
  options: { withoutHouse?: boolean } = {},
): Promise<number> {
  const open = async () => {
    if (options.withoutHouse) throw new Error('an export needs no database');
    return { db: house.db, filesDirectory: house.jobHouse.filesDirectory, stop: async () => undefined };
  };
  await verifyCommand(open, () => house.clock.now).parseAsync([...arguments_], { from: 'user' });
  return printed.exitCode;
}

describe('guatu verify', () => {
  it('ends with 0 on a history nobody touched, and compares with the heads written down', async () => {
    expect(await verify([])).toBe(0);
    expect(printed.out).toContain('全部相符');
    expect(printed.out).toContain('与留存的 1 个总指纹作了比对');
    expect(printed.err).toBe('');
  });

  it('writes an export that is verified without database, alone, by key and by heads', async () => {
    const file = path.join(folder, 'history.ndjson');
    expect(await verify(['--write-export', file])).toBe(0);
    const key = (await openSigningKey(house.jobHouse.filesDirectory)).publicKey.toString('hex');
    const heads = headFilePath(house.jobHouse.filesDirectory, ledger.city.id);
    for (const more of [[], ['--key', key], ['--heads', heads], ['--key', key, '--heads', heads]]) {
      expect(await verify(['--export', file, ...more], { withoutHouse: true })).toBe(0);
    }
    expect(await verify(['--export', file, '--key', 'ab'.repeat(32)], { withoutHouse: true })).toBe(1);
    expect(printed.err).toContain('不是用给定的公钥');
  });

  it('names the first thing that does not hold in an export', async () => {
    const file = path.join(folder, 'history.ndjson');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"kind":"problem.assigned"', '"kind":"problem.stopped"'));
    expect(await verify(['--export', file], { withoutHouse: true })).toBe(1);
    expect(printed.err).toMatch(/第一处：问题第 \d+ 号（.*）的第 \d+ 条记录被改过/);
    expect(printed.out).not.toContain('全部相符');
  });

  it('names the subject, its number, the record and both fingerprints after a change in the database', async () => {
    const owner = await becomeOwner(house.url, ledger.city.id);
    await owner.run(`update event set data = '{}' where subject_id = $1 and version = 2`, [problemId]);
    await owner.end();
    expect(await verify([])).toBe(1);
    expect(printed.err).toMatch(
      new RegExp(
        `第一处：问题第 1 号（${problemId}）的第 2 条记录被改过：.*应为 [0-9a-f]{64}，实为 [0-9a-f]{64}`,
      ),
    );
  });

  it.each([
    ['a file that is not there', ['--export', '/nowhere/history'], '读不了文件'],
    ['heads that are not there', ['--heads', '/nowhere/heads'], '读不了文件'],
    ['a key that is none', ['--key', 'xyz'], '公钥'],
    ['a city nobody knows', ['--city', '000000'], '没有编码为 000000'],
    ['both at once', ['--export', 'a', '--write-export', 'b'], '一次只能'],
  ])('says what is wrong with %s', async (_, arguments_, words) => {
    const fault = await verify(arguments_).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(CliFault);
    expect((fault as CliFault).message).toContain(words);
  });
});
