import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { becomeOwner, type DatabaseOwner } from '../../../test/support/tampering.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { eventHash } from '../platform/event-log.ts';
import { checkCity } from './city-check.ts';
import { headFilePath, readHeadFile } from './head-file.ts';
import type { ProofFinding, ProofReport } from './proof-finding.ts';
import { openSigningKey, signText } from './signing-key.ts';
import { headHash, headText } from './tree-head.ts';

let house: TestHouse;
let ledger: LedgerCity;
let owner: DatabaseOwner;
/** Struck off: ten events or so. */
let problemId: string;
let otherId: string;
let headFile: string;

beforeAll(async () => {
  house = await openTestHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  ledger = await buildLedgerCity(house);
  problemId = await ledger.struckOff();
  await house.runPeriodic('proof.writeHeads');
  otherId = await ledger.assigned();
  ledger.later();
  await house.runPeriodic('proof.writeHeads');
  headFile = headFilePath(house.jobHouse.filesDirectory, ledger.city.id);
  owner = await becomeOwner(house.url, ledger.city.id);
});
afterEach(() => owner.end());

async function check(options: { withFile?: boolean } = {}): Promise<ProofReport> {
  const written = options.withFile ? { written: readHeadFile(headFile) } : {};
  return checkCity(house.db, ledger.city.id, written);
}

async function findings(options: { withFile?: boolean } = {}): Promise<readonly ProofFinding[]> {
  return (await check(options)).findings;
}

function named(code: string, version: number, facts: object = {}) {
  const number = expect.any(Number);
  return {
    code,
    version,
    subject: { kind: 'problem', id: problemId, number },
    facts: expect.objectContaining(facts),
  };
}

/** Removes what forbids the owner's statement: keys that hold histories in place. */
const events = "event where subject_kind = 'problem' and subject_id = $1";

describe('a history that nobody touched', () => {
  it('holds, event by event, row by row, head by head', async () => {
    const report = await check({ withFile: true });
    expect(report).toMatchObject({ findingCount: 0, findings: [], problems: 2, heads: 2, writtenHeads: 2 });
    expect(report.treeSize).toBe(report.events);
    expect(report.lastHead?.size).toBe(report.events);
    const key = await openSigningKey(house.jobHouse.filesDirectory);
    const signed = await checkCity(house.db, ledger.city.id, { key: key.publicKey });
    expect(signed.findingCount).toBe(0);
  });

  it('holds while newer events wait for their head', async () => {
    await ledger.assigned();
    const report = await check({ withFile: true });
    expect(report.findingCount).toBe(0);
    expect(report.events).toBeGreaterThan(report.treeSize);
  });

  it('gets no second head for the same events, and each line once in the file', async () => {
    await house.runPeriodic('proof.writeHeads');
    expect((await check()).heads).toBe(2);
    expect((await readFile(headFile, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('refuses to change leaves and heads even to itself', async () => {
    await owner.run('alter table tree_head enable trigger user');
    await owner.run('alter table tree_leaf enable trigger user');
    for (const statement of [
      'delete from tree_head',
      'update tree_leaf set version = 9',
      'truncate tree_leaf',
    ]) {
      await expect(owner.run(statement)).rejects.toThrow('append-only');
    }
  });
});

describe('an owner of the database with triggers off', () => {
  it('cannot change an event', async () => {
    await owner.run(
      `update event set data = data || '{"personId":"00000000-0000-4000-8000-000000000000"}'
      where subject_id = $1 and version = 3`,
      [problemId],
    );
    expect(await findings()).toEqual([named('eventChanged', 3)]);
  });

  it.each([
    ['its actor', 'actor_id = gen_random_uuid()'],
    ['its time', "at = at - interval '1 hour'"],
    ['its kind', "kind = 'problem.started'"],
    ['its stored hash', "hash = decode(repeat('ab', 32), 'hex')"],
  ])('cannot change %s', async (_, change) => {
    await owner.run(`update event set ${change} where subject_id = $1 and version = 2`, [problemId]);
    expect(await findings()).toEqual([named('eventChanged', 2)]);
  });

  it('cannot change an event together with its hash', async () => {
    const [row] = await owner.run(`select * from ${events} and version = 2`, [problemId]);
    const data = { ...(row?.data as object), personId: otherId };
    const hash = eventHash(ledger.city.id, {
      subjectKind: 'problem',
      subjectId: problemId,
      version: 2,
      kind: String(row?.kind),
      data,
      actorId: (row?.actor_id as string | null) ?? null,
      at: new Date(String(row?.at)).toISOString(),
      prevHash: row?.prev_hash as Buffer,
    });
    await owner.run(`update event set data = $2, hash = $3 where subject_id = $1 and version = 2`, [
      problemId,
      JSON.stringify(data),
      hash,
    ]);
    expect(await findings()).toEqual([named('eventRewritten', 2, { found: hash.toString('hex') })]);
  });

  it('cannot delete an event in the middle', async () => {
    await owner.run(`delete from ${events} and version = 3`, [problemId]);
    expect(await findings()).toEqual([named('eventMissing', 3, { count: 1, next: 4 })]);
  });

  it('cannot delete the first event', async () => {
    await owner.run(`delete from ${events} and version = 1`, [problemId]);
    expect(await findings()).toEqual([named('eventMissing', 1, { count: 1, next: 2 })]);
  });

  it('cannot cut off the end, although the chain that is left holds', async () => {
    await owner.run(`delete from ${events} and version > 3`, [problemId]);
    const found = await findings();
    expect(found).toContainEqual(named('tailMissing', 4));
    expect(found).toContainEqual(named('rowDiffers', 3));
  });

  it('cannot cut off the end, bend the row and the leaves, without the heads telling', async () => {
    const [kept] = await owner.run(`select hash from ${events} and version = 4`, [problemId]);
    await owner.run(`delete from ${events} and version > 4`, [problemId]);
    await owner.run(`delete from tree_leaf where subject_id = $1 and version > 4`, [problemId]);
    await owner.run(
      `update problem set version = 4, last_hash = $2, state = 'fix_claimed', struck_off_at = null,
        struck_off_by = null where id = $1`,
      [problemId, kept?.hash],
    );
    const codes = (await findings()).map((one) => one.code);
    expect(codes).toContain('leafMissing');
  });

  it('cannot insert an event in the middle', async () => {
    await owner.run(`update event set version = version + 100 where subject_id = $1 and version >= 3`, [
      problemId,
    ]);
    await owner.run(
      `insert into event (city_id, subject_kind, subject_id, version, kind, data, actor_kind, at, prev_hash, hash)
       select city_id, subject_kind, subject_id, 3, 'problem.started', '{}', actor_kind, at, hash, sha256(hash)
       from event where subject_id = $1 and version = 2`,
      [problemId],
    );
    await owner.run(`update event set version = version - 99 where subject_id = $1 and version >= 103`, [
      problemId,
    ]);
    expect(await findings()).toContainEqual(named('eventInserted', 3));
  });

  it('cannot exchange two events', async () => {
    for (const [from, to] of [
      [2, 100],
      [3, 2],
      [100, 3],
    ]) {
      await owner.run(`update event set version = $3 where subject_id = $1 and version = $2`, [
        problemId,
        from,
        to,
      ]);
    }
    expect(await findings()).toEqual([named('eventsReordered', 2, { other: 3 })]);
  });

  it('cannot take a whole subject away', async () => {
    await owner.run(`delete from ${events}`, [problemId]);
    const found = await findings();
    expect(found).toContainEqual(named('subjectMissing', 1));
    expect(found).toContainEqual(expect.objectContaining({ code: 'rowWithoutHistory' }));
  });

  it('cannot take a whole subject away with its row', async () => {
    await owner.run(`delete from ${events}`, [problemId]);
    await owner.run('delete from problem where id = $1', [problemId]);
    const [found] = await findings();
    expect(found).toMatchObject({ code: 'subjectMissing', subject: { id: problemId, number: null } });
  });

  it.each([
    [
      'the state',
      "state = 'in_progress', struck_off_at = null, struck_off_by = null, fix_claimed_at = null, fix_claimed_by = null",
      'state',
    ],
    ['the deadline', "deadline_at = deadline_at + interval '9 days'", 'deadlineAt'],
    ['a count', 'rework_count = 7', 'reworkCount'],
    ['the title', "title = '别的'", 'title'],
  ])('cannot change %s of a problem without an event', async (_, change, member) => {
    await owner.run(`update problem set ${change} where id = $1`, [problemId]);
    const [found, ...others] = await findings();
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: 'rowDiffers', subject: { id: problemId }, facts: { member } });
  });

  it('cannot change where the row says its history ends, nor write or remove a row', async () => {
    await owner.run(`update problem set last_hash = sha256('x') where id = $1`, [problemId]);
    expect((await findings()).map((one) => one.code)).toEqual(['rowEndDiffers']);
    await owner.run('delete from problem where id = $1', [otherId]);
    expect((await findings()).map((one) => one.code)).toContain('rowMissing');
  });

  it('cannot change a head', async () => {
    await owner.run(
      "update tree_head set at = at - interval '1 day' where size = (select min(size) from tree_head)",
    );
    expect((await findings()).map((one) => one.code)).toEqual(['headChanged']);
    await owner.run("update tree_head set root = sha256('x') where size = (select min(size) from tree_head)");
    expect((await findings()).map((one) => one.code)).toEqual(['headChanged', 'rootDiffers']);
  });

  it('cannot remove a head', async () => {
    await owner.run('delete from tree_head where size = (select min(size) from tree_head)');
    expect((await findings()).map((one) => one.code)).toEqual(['headMissing']);
    await owner.run('delete from tree_head');
    expect((await findings()).map((one) => one.code)).toEqual(['leafBeyondHeads']);
  });

  it('cannot rewrite leaves', async () => {
    await owner.run("update tree_leaf set event_hash = sha256('x') where leaf_index = 4");
    const codes = (await findings()).map((one) => one.code);
    expect(codes).toContain('eventRewritten');
    expect(codes).toContain('rootDiffers');
  });

  it('cannot sign heads anew: the key is not in the database', async () => {
    const other = await openSigningKey(`${house.jobHouse.filesDirectory}/other`);
    const [row] = await owner.run('select * from tree_head order by size limit 1');
    const content = {
      cityId: ledger.city.id,
      size: Number(row?.size),
      root: row?.root as Buffer,
      at: '2026-11-23T09:09:09.000Z',
      prevHash: row?.prev_hash as Buffer,
    };
    await owner.run(
      'update tree_head set at = $1, hash = $2, public_key = $3, signature = $4 where size = $5',
      [content.at, headHash(content), other.publicKey, signText(other, headText(content)), content.size],
    );
    const key = await openSigningKey(house.jobHouse.filesDirectory);
    const report = await checkCity(house.db, ledger.city.id, { key: key.publicKey });
    expect(report.findings.map((one) => one.code)).toContain('headForeignKey');
    // and who has no key but the file sees the other head
    expect((await findings({ withFile: true })).map((one) => one.code)).toContain('writtenHeadDiffers');
  });
});

describe('heads that were written down', () => {
  it('tell that the database went back to an earlier day, where nothing inside tells', async () => {
    const [first] = await owner.run('select * from tree_head order by size limit 1');
    for (const statement of [
      'delete from event where (subject_kind, subject_id, version) in (select subject_kind, subject_id, version from tree_leaf where leaf_index >= $1)',
      'delete from tree_leaf where leaf_index >= $1',
      'delete from tree_head where size > $1',
    ]) {
      await owner.run(statement, [first?.size]);
    }
    await owner.run('delete from problem where id = $1', [otherId]);
    expect(await findings()).toEqual([]);
    const found = await findings({ withFile: true });
    expect(found.map((one) => one.code)).toEqual(['writtenHeadBeyond']);
    // life goes on, and the file still tells
    await ledger.assigned();
    await ledger.assigned();
    await house.runPeriodic('proof.writeHeads');
    expect((await findings({ withFile: true })).map((one) => one.code)).toEqual(['writtenHeadDiffers']);
    expect((await readFile(headFile, 'utf8')).trim().split('\n')).toHaveLength(3);
  });

  it('are checked themselves', async () => {
    const text = await readFile(headFile, 'utf8');
    await copyFile(headFile, `${headFile}.kept`);
    await writeFile(headFile, text.replace(/"root":"./, '"root":"g'));
    expect((await findings({ withFile: true }))[0]).toMatchObject({
      code: 'writtenHeadUnreadable',
      facts: { line: 1 },
    });
    await writeFile(headFile, text.replace(/"size":\d+/, '"size":1'));
    expect((await findings({ withFile: true }))[0]).toMatchObject({
      code: 'writtenHeadForged',
      facts: { line: 1 },
    });
  });

  it('are written in full again after a line that a crash cut short', async () => {
    const text = await readFile(headFile, 'utf8');
    const second = text.indexOf('\n') + 1;
    await writeFile(headFile, text.slice(0, second + 40));
    await house.runPeriodic('proof.writeHeads');
    expect(await findings({ withFile: true })).toEqual([]);
    expect((await check({ withFile: true })).writtenHeads).toBe(2);
  });
});

describe('a database restored into another server', () => {
  /** As it looks there: everything was written by transactions that are still to come. */
  async function restore(): Promise<void> {
    for (const [table, column] of [
      ['event', 'xact_id'],
      ['tree_head', 'feed_xact'],
    ]) {
      await owner.run(`update ${table} set ${column} = ((${column}::text)::bigint + 1000000000)::text::xid8`);
    }
  }

  it('goes on with its log although transaction numbers begin lower there', async () => {
    await ledger.dispatched();
    await restore();
    await ledger.assigned();
    const before = await check();
    await house.runPeriodic('proof.writeHeads');
    await ledger.assigned();
    await house.runPeriodic('proof.writeHeads');
    const after = await check({ withFile: true });
    expect(after.findings).toEqual([]);
    expect(after.heads).toBe(before.heads + 2);
    expect(after.treeSize).toBe(after.events);
  });

  it('begins its log where it had none', async () => {
    await owner.run('delete from tree_head');
    await owner.run('delete from tree_leaf');
    await restore();
    await ledger.assigned();
    await house.runPeriodic('proof.writeHeads');
    const { findings: found, treeSize, events: all } = await check();
    expect(found).toEqual([]);
    expect(treeSize).toBe(all);
  });
});
