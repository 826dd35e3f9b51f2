import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildLedgerCity, type LedgerCity } from '../../../test/support/ledger-city.ts';
import { openTestHouse } from '../../../test/support/test-city.ts';

let ledger: LedgerCity;

beforeAll(async () => {
  ledger = await buildLedgerCity(await openTestHouse());
});

async function packet(person: Parameters<LedgerCity['client']>[0], since?: string) {
  const query = since === undefined ? '' : `?since=${since}`;
  return (await ledger.client(person)).get(`/api/field/packet${query}`);
}

describe('the packet', () => {
  it('brings each his own: tasks to the worker, fixes to the verifier, nothing to the stranger', async () => {
    const [task, fix] = [await ledger.assigned(), await ledger.claimed()];
    const grid = (await packet('grid')).body;
    expect(grid).toMatchObject({ isWhole: true, gone: [], leftOut: {} });
    const ids = (body: { problems: { id: string }[] }) => body.problems.map((problem) => problem.id);
    expect(ids(grid)).toContain(task);
    expect(grid.problems.find((problem: { id: string }) => problem.id === task)).toMatchObject({
      reasons: expect.arrayContaining(['mine']),
      placeText: '东方红小区',
    });
    expect(ids((await packet('verifier')).body)).toEqual([fix]);
    expect(ids((await packet('stranger')).body)).toEqual([]);
    expect((await packet('liaison')).body.people).toContainEqual(
      expect.objectContaining({
        id: ledger.people.grid.id,
        unitIds: expect.arrayContaining([ledger.street.id]),
      }),
    );
    expect((await packet('leader')).status).toBe(403);
  });

  it('then brings only what changed, and names what to drop', async () => {
    const id = await ledger.assigned();
    const first = (await packet('grid')).body;
    const quiet = (await packet('grid', first.cursor)).body;
    expect([quiet.isWhole, quiet.problems.length <= first.problems.length]).toEqual([false, true]);
    await ledger.move('office', id, 'category', {
      categoryKey: 'stall',
      severity: 'normal',
      reason: '现场看是占道经营',
    });
    const changed = (await packet('grid', quiet.cursor)).body;
    expect(changed.gone).toContain(id);
    expect(changed.problems.map((problem: { id: string }) => problem.id)).not.toContain(id);
  });

  it('refuses a cursor that is none', async () => {
    expect((await packet('grid', 'yesterday')).status).toBe(400);
  });
});

describe('a photo in pieces', () => {
  async function picture(): Promise<{ bytes: Buffer; sha256: string }> {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const bytes = await sharp({
      create: { width: 600, height: 400, channels: 3, background: '#888', noise },
    })
      .jpeg({ quality: 80 })
      .toBuffer();
    return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async function send(sha256: string, offset: number, size: number, piece: Buffer) {
    return (await ledger.client('grid')).upload(`/api/field/photos/${sha256}?offset=${offset}&size=${size}`, {
      name: 'piece',
      type: 'application/octet-stream',
      bytes: piece,
    });
  }

  it('goes on where a cut left it, and is a photo only when it is whole', async () => {
    const { bytes, sha256 } = await picture();
    const half = Math.floor(bytes.length / 2);
    const client = await ledger.client('grid');
    expect((await client.get(`/api/field/photos/${sha256}`)).body).toEqual({ held: 0, photo: null });
    const first = await send(sha256, 0, bytes.length, bytes.subarray(0, half));
    expect(first.body).toEqual({ held: half, photo: null });
    // sent again after a lost answer: nothing is doubled
    const doubled = await send(sha256, 0, bytes.length, bytes.subarray(0, half));
    expect(doubled.body).toEqual({ held: half, photo: null });
    const elsewhere = await send(sha256, 10, bytes.length, bytes.subarray(10, half - 5));
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'sync.pieceElsewhere']);
    expect((await client.get(`/api/field/photos/${sha256}`)).body.held).toBe(half);
    const second = await send(sha256, half, bytes.length, bytes.subarray(half));
    expect(second.body).toMatchObject({ held: bytes.length, photo: { sha256, width: 600 } });
    expect((await client.get(`/api/field/photos/${sha256}`)).body.photo.sha256).toBe(sha256);
    const again = await send(sha256, 0, bytes.length, bytes.subarray(0, half));
    expect(again.body.photo.sha256).toBe(sha256);
  });

  it('is refused where its bytes are not those announced, or no photo', async () => {
    const { bytes } = await picture();
    const lied = createHash('sha256').update('other').digest('hex');
    const reply = await send(lied, 0, bytes.length, bytes);
    expect([reply.status, reply.body.code]).toEqual([409, 'sync.hashDiffers']);
    const text = Buffer.from('no photo at all');
    const hash = createHash('sha256').update(text).digest('hex');
    expect((await send(hash, 0, text.length, text)).body.code).toBe('photo.notAPhoto');
    expect((await send(hash, 10, text.length, text)).status).toBe(400);
  });
});
