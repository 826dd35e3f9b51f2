import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse, type TestHouse } from '../../../test/support/test-city.ts';
import { canonicalJson, type Json } from '../../domain/canonical-json.ts';
import type { CheckAgainst } from './city-check.ts';
import { checkExport, type ExportReport } from './export-check.ts';
import { sealText } from './export-format.ts';
import { headFilePath, readHeadFile } from './head-file.ts';
import { exportHistory } from './history-export.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';

let house: TestHouse;
let ledger: LedgerCity;
let key: SigningKey;
let file: Buffer;

beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
  await ledger.struckOff();
  await house.runPeriodic('proof.writeHeads');
  await ledger.claimed();
  await house.runPeriodic('proof.writeHeads');
  key = await openSigningKey(house.jobHouse.filesDirectory);
  file = await written();
});
afterAll(() => house.close());

async function written(): Promise<Buffer> {
  const city = { id: ledger.city.id, code: '410800', name: '焦作市' };
  const pieces: string[] = [];
  await exportHistory(house.db, { city, madeAt: '2026-11-23T03:00:00.000Z', key }, async (text) => {
    pieces.push(text);
  });
  return Buffer.from(pieces.join(''), 'utf8');
}

/** Reads it in pieces that end anywhere. */
function check(bytes: Buffer, against: CheckAgainst = {}, pieceLength = 1000): Promise<ExportReport> {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
  }
  return checkExport({ chunks: chunks(), size: bytes.length }, against);
}

function lines(): string[] {
  return file.toString('utf8').trimEnd().split('\n');
}

async function codesOf(changed: readonly string[]): Promise<string[]> {
  const report = await check(Buffer.from(`${changed.join('\n')}\n`));
  return report.findings.map((one) => one.code);
}

/** The file as a forger leaves it: counts and digest of the seal are right again, the signature is not. */
function resealed(changed: readonly string[]): string[] {
  const body = changed.slice(0, -1);
  const sha256 = createHash('sha256')
    .update(`${body.join('\n')}\n`)
    .digest('hex');
  const events = body.filter((line) => line.startsWith('{"event"')).length;
  const heads = body.filter((line) => line.includes('guatu-tree-head')).length;
  const seal = JSON.parse(sealText({ events, heads, sha256 })) as { [member: string]: Json };
  return [...body, canonicalJson({ ...seal, publicKey: null, signature: null })];
}

describe('an export', () => {
  it('proves itself without server and database, however it is read', async () => {
    for (const pieceLength of [1, 7, 1000, file.length]) {
      const report = await check(file, { key: key.publicKey }, pieceLength);
      expect(report.findings).toEqual([]);
      expect(report).toMatchObject({ heads: 2, header: { cityCode: '410800', cityName: '焦作市' } });
      expect(report.treeSize).toBe(report.events);
    }
  });

  it('agrees with the heads that were written down', async () => {
    const place = headFilePath(house.jobHouse.filesDirectory, ledger.city.id);
    const report = await check(file, { written: readHeadFile(place) });
    expect(report).toMatchObject({ findingCount: 0, writtenHeads: 2 });
  });

  it('is the same file when written again, and leaves out what is under no head yet', async () => {
    await ledger.dispatched();
    expect((await written()).equals(file)).toBe(true);
  });

  it('names the finding wherever a byte of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 }), async (place, change) => {
        const bytes = Buffer.from(file);
        bytes[place] = (bytes[place] ?? 0) ^ change;
        expect((await check(bytes)).findingCount).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  it('names the finding wherever it was cut or something was put in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(file.length - 1), fc.uint8Array({ maxLength: 5 }), async (place, more) => {
        expect((await check(file.subarray(0, place))).findingCount).toBeGreaterThan(0);
        const put = Buffer.concat([file.subarray(0, place), Buffer.from(more), file.subarray(place)]);
        expect((await check(put)).findingCount > 0).toBe(more.length > 0 && !put.equals(file));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a forger who makes the seal fit again', () => {
  const eventAt = (wanted: (line: string) => boolean) => lines().findIndex(wanted);

  it('cannot change an event', async () => {
    const changed = lines();
    const at = eventAt((line) => line.includes('"kind":"problem.assigned"'));
    changed[at] = (changed[at] ?? '').replace(/"personId":"./, '"personId":"f');
    expect(await codesOf(resealed(changed))).toEqual(['eventChanged']);
  });

  it('cannot remove one, nor the end of a history, nor a whole subject', async () => {
    const inMiddle = eventAt((line) => line.includes('"kind":"problem.assigned"'));
    const atEnd = eventAt((line) => line.includes('"kind":"problem.struck_off"'));
    const subject = /"subjectId":"([^"]+)"/.exec(lines()[atEnd] ?? '')?.[1] ?? 'none';
    expect(await codesOf(resealed(lines().filter((_, at) => at !== inMiddle)))).toContain('eventMissing');
    expect(await codesOf(resealed(lines().filter((_, at) => at !== atEnd)))).toContain('leafMissing');
    const without = lines().filter((line) => !line.includes(`"subjectId":"${subject}"`));
    expect(await codesOf(resealed(without))).toContain('leafMissing');
  });

  it('cannot repeat, exchange or move events', async () => {
    const at = eventAt((line) => line.includes('"kind":"problem.dispatched"'));
    const line = lines()[at] ?? '';
    const next = lines()[at + 1] ?? '';
    expect(await codesOf(resealed(lines().toSpliced(at, 1, line, line)))).not.toEqual([]);
    expect(await codesOf(resealed(lines().toSpliced(at, 2, next, line)))).not.toEqual([]);
    expect(
      await codesOf(resealed(lines().toSpliced(at, 1, line.replace(/"leaf":\d+/, '"leaf":9999')))),
    ).not.toEqual([]);
  });

  it('cannot remove or bend a head', async () => {
    const first = eventAt((line) => line.includes('guatu-tree-head'));
    expect(await codesOf(resealed(lines().toSpliced(first, 1)))).toEqual(['headMissing']);
    const bent = (lines()[first] ?? '').replace(
      /"root":"(.)/,
      (_, digit) => `"root":"${digit === '0' ? 1 : 0}`,
    );
    expect(await codesOf(resealed(lines().toSpliced(first, 1, bent)))).toEqual(
      expect.arrayContaining(['headChanged', 'rootDiffers']),
    );
    const last = lines().findLastIndex((line) => line.includes('guatu-tree-head'));
    expect(await codesOf(resealed(lines().toSpliced(last, 1)))).toEqual(['leafBeyondHeads']);
  });

  it('who makes everything anew is seen by whoever knows the key or has a head on paper', async () => {
    const forged = Buffer.from(`${resealed(lines()).join('\n')}\n`);
    expect((await check(forged)).findingCount).toBe(0);
    const known = await check(forged, { key: key.publicKey });
    expect(known.findings.map((one) => one.code)).toEqual(['exportSealDiffers']);
  });
});

describe('what is no export', () => {
  it.each([
    ['nothing', ''],
    ['a text', '你好\n'],
    ['JSON', '{}\n'],
    ['no end of line', '{'.repeat(100_000)],
    ['deep nesting', `${'['.repeat(50_000)}${']'.repeat(50_000)}\n`],
    ['another format', '{"format":"guatu-ranking/1"}\n'],
    ['null', 'null\n'],
  ])('is named as such: %s', async (_, text) => {
    const report = await check(Buffer.from(text));
    expect(report.findingCount).toBeGreaterThan(0);
    expect(report.header).toBeNull();
  });

  it('asks for no more memory than its own length', async () => {
    const far = lines().map((line) => line.replace(/"leaf":\d+/, '"leaf":9007199254740991'));
    const codes = await codesOf(resealed(far));
    expect(codes).toContain('lineUnreadable');
  });
});

describe('one record', () => {
  it('is checked with the tools of every system: the text between "event": and ,"hash", behind 32 bytes', () => {
    // the same as in docs/data-formats.md, where sed, xxd and sha256sum do it
    const form = /^\{"event":(.*),"hash":"([0-9a-f]{64})","leaf":[0-9]+,"prevHash":"([0-9a-f]{64})"\}$/;
    const found = lines().flatMap((line) => {
      const [, text = '', hash, prevHash = ''] = form.exec(line) ?? [];
      if (hash === undefined) return [];
      const own = createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(text).digest('hex');
      return [own === hash];
    });
    expect(found.length).toBeGreaterThan(8);
    expect(new Set(found)).toEqual(new Set([true]));
  });
});
