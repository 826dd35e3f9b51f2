import { readFile, stat } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { becomeOwner } from '../../../test/support/tampering.ts';
import { openTestHouse, strangerClient, type TestHouse } from '../../../test/support/test-city.ts';
import { headFilePath } from './head-file.ts';
import { openSigningKey, signatureFits, signingKeyPath } from './signing-key.ts';
import { headText, readHeadLine } from './tree-head.ts';

let house: TestHouse;
let ledger: LedgerCity;

beforeAll(async () => {
  house = await openTestHouse();
  ledger = await buildLedgerCity(house);
});
afterAll(() => house.close());

describe('the page of proof', () => {
  it('says so before there is a head', async () => {
    const reply = await (await ledger.client('office')).get('/api/proof');
    expect(reply).toMatchObject({
      status: 200,
      body: { headCount: 0, heads: [], check: null, publicKeyPem: null },
    });
    const head = await strangerClient(house.app).get('/api/proof/head');
    expect(head).toMatchObject({ status: 200, body: { head: null } });
  });

  it('shows heads that anybody can check against the public key, and the stranger the newest', async () => {
    await ledger.assigned();
    await house.runPeriodic('proof.writeHeads');
    await ledger.assigned();
    await house.runPeriodic('proof.writeHeads');
    const { body } = await (await ledger.client('grid')).get('/api/proof?limit=1');
    expect(body).toMatchObject({ headCount: 2, waiting: 0, next: expect.any(Number) });
    expect(body.publicKeyPem).toContain('BEGIN PUBLIC KEY');
    const [newest] = body.heads;
    const read = readHeadLine(newest.line);
    const [publicKey, signature] = [newest.publicKey, newest.signature].map((hex) => Buffer.from(hex, 'hex'));
    if (!read || !publicKey || !signature) throw new Error('no head');
    expect(signatureFits(publicKey, headText(read), signature)).toBe(true);
    const own = await openSigningKey(house.jobHouse.filesDirectory);
    expect(own.publicKey.equals(publicKey)).toBe(true);

    const older = await (await ledger.client('grid')).get(`/api/proof?before=${body.next}`);
    expect(older.body.heads).toHaveLength(1);
    expect(older.body.next).toBeNull();
    expect(newest.prevHash).toBe(older.body.heads[0].hash);
    const open = await strangerClient(house.app).get('/api/proof/head');
    expect(open.body.head).toEqual(newest);
    await ledger.assigned();
    await house.settle();
    expect((await (await ledger.client('grid')).get('/api/proof')).body.waiting).toBeGreaterThan(0);
  });

  it('keeps the key to its owner, and writes heads down outside the database', async () => {
    const { mode } = await stat(signingKeyPath(house.jobHouse.filesDirectory));
    expect(mode & 0o077).toBe(0);
    const text = await readFile(headFilePath(house.jobHouse.filesDirectory, ledger.city.id), 'utf8');
    expect(text.trim().split('\n').map(readHeadLine)).not.toContain(null);
  });

  it('shows what the last self-check found, in the words of the reader', async () => {
    await house.runPeriodic('proof.selfCheck');
    const client = await ledger.client('office');
    expect((await client.get('/api/proof')).body.check).toMatchObject({ findingCount: 0, findings: [] });
    const owner = await becomeOwner(house.url, ledger.city.id);
    await owner.run("update problem set title = '改过' where number = 1");
    await owner.end();
    ledger.later(1440);
    await house.runPeriodic('proof.selfCheck');
    const { check } = (await client.get('/api/proof')).body;
    expect(check.findingCount).toBe(1);
    expect(check.findings[0]).toMatch(/^问题第 1 号（[0-9a-f-]{36}）的现状与历史不符.*title.*改过/);
  });

  it('asks to sign in for the list, and refuses a size that is none', async () => {
    expect((await strangerClient(house.app).get('/api/proof')).status).toBe(401);
    for (const query of ['before=0', 'before=x', 'limit=0', 'limit=9999']) {
      expect((await (await ledger.client('office')).get(`/api/proof?${query}`)).status, query).toBe(400);
    }
  });
});
