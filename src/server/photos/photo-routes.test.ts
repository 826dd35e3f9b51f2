import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openTestHouse,
  strangerClient,
  type TestCity,
  type TestClient,
  type TestHouse,
} from '../../../test/support/test-city.ts';
import { usePhotos } from './photo-queries.ts';

let house: TestHouse;
let city: TestCity;
let inspector: TestClient;
let inspectorId: string;

beforeAll(async () => {
  house = await openTestHouse();
  city = await house.city();
  const person = await city.person('inspector1', 'inspector');
  inspectorId = person.id;
  inspector = await person.client();
});
afterAll(() => house.close());

let shade = 0;

/** A small picture unlike every other. */
function picture(width = 40, height = 30) {
  shade += 1;
  return sharp({
    create: { width, height, channels: 3, background: { r: shade, g: 255 - shade, b: (shade * 37) % 256 } },
  });
}

function send(bytes: Uint8Array, name = 'photo.jpg', type = 'image/jpeg', client = inspector) {
  return client.upload('/api/photos', { name, type, bytes });
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function countPhotos(): Promise<number> {
  const row = await city.write((tx) =>
    tx
      .selectFrom('photo')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
  );
  return row.count;
}

describe('an uploaded photo', () => {
  it('is named by its content and keeps what the camera wrote', async () => {
    const bytes = await picture(60, 40)
      .withMetadata({ orientation: 6 })
      .withExifMerge({
        IFD0: { Model: 'Phone 9' },
        IFD2: { DateTimeOriginal: '2026:11:23 09:30:15' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '35/1 14/1 2400/100',
          GPSLongitudeRef: 'E',
          GPSLongitude: '113/1 15/1 0/1',
        },
      })
      .jpeg()
      .toBuffer();
    const reply = await send(bytes);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      sha256: sha256(bytes),
      mediaType: 'image/jpeg',
      byteSize: bytes.length,
      width: 40,
      height: 60,
      // no zone in the file: China Standard Time
      exifTakenAt: '2026-11-23T01:30:15.000Z',
      exifModel: 'Phone 9',
      uploadedBy: inspectorId,
    });
    expect(reply.body.exifLat).toBeCloseTo(35.24, 6);
    expect(reply.body.exifLon).toBeCloseTo(113.25, 6);
  });

  it('comes back byte for byte, and smaller on request, without the place it was taken', async () => {
    const bytes = await picture(2000, 1000)
      .withExif({ IFD0: { Model: 'Phone 9' } })
      .jpeg()
      .toBuffer();
    const { sha256: name } = (await send(bytes)).body;
    const original = await inspector.get(`/api/photos/${name}`);
    expect(original.bytes.equals(bytes)).toBe(true);
    expect(original.headers['content-type']).toBe('image/jpeg');
    for (const [size, width] of [
      ['thumb', 320],
      ['large', 1600],
      ['thumb', 320],
    ]) {
      const scaled = await inspector.get(`/api/photos/${name}?size=${size}`);
      const facts = await sharp(scaled.bytes).metadata();
      expect([facts.format, facts.width, facts.exif]).toEqual(['jpeg', width, undefined]);
    }
    expect((await inspector.get(`/api/photos/${name}?size=huge`)).status).toBe(400);
  });

  it('is one photo however often the same bytes arrive, even at once', async () => {
    const bytes = await picture().png().toBuffer();
    const before = await countPhotos();
    const replies = await Promise.all(Array.from({ length: 8 }, () => send(bytes)));
    expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(200));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(await countPhotos()).toBe(before + 1);
  });

  it('may be JPEG, PNG or WebP whatever its name says', async () => {
    const files = await Promise.all([
      picture().jpeg().toBuffer(),
      picture().png().toBuffer(),
      picture().webp().toBuffer(),
    ]);
    const types = [];
    for (const bytes of files)
      types.push((await send(bytes, '../../etc/报告.txt', 'text/plain')).body.mediaType);
    expect(types).toEqual(['image/jpeg', 'image/png', 'image/webp']);
  });

  it('with spoilt EXIF is still a photo', async () => {
    const bytes = await picture()
      .withExif({ IFD0: { Model: '\u0007' }, IFD2: { DateTimeOriginal: '2026:02:31 25:00:00' } })
      .jpeg()
      .toBuffer();
    const reply = await send(bytes);
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({ exifTakenAt: null, exifModel: null, exifLon: null, exifLat: null });
  });
});

describe('a file that is no photo', () => {
  const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  const frauds: [string, Uint8Array, string][] = [
    ['text named .jpg', Buffer.from('这不是照片'), 'photo.notAPhoto'],
    ['an empty file', new Uint8Array(0), 'photo.notAPhoto'],
    [
      'SVG with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'photo.notAPhoto',
    ],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>'), 'photo.notAPhoto'],
    ['PDF', Buffer.from('%PDF-1.7\n1 0 obj'), 'photo.notAPhoto'],
    [
      'HTML behind the first bytes of a JPEG',
      Buffer.concat([jpegHead, Buffer.from('<html>')]),
      'photo.unreadable',
    ],
    [
      'a HEIC head without a picture',
      Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
      'photo.heic',
    ],
  ];
  it.each(frauds)('is refused and leaves nothing: %s', async (_what, bytes, code) => {
    const before = await countPhotos();
    const reply = await send(bytes);
    expect([reply.status, reply.body.code]).toEqual([400, code]);
    expect(reply.body.fields[0].path).toBe('file');
    expect(reply.body.message).not.toContain('{{');
    expect(await countPhotos()).toBe(before);
  });

  it('is refused when it is cut short', async () => {
    const whole = await sharp({
      create: {
        width: 800,
        height: 600,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 40 },
      },
    })
      .jpeg()
      .toBuffer();
    const reply = await send(whole.subarray(0, Math.floor(whole.length / 2)));
    expect([reply.status, reply.body.code]).toEqual([400, 'photo.unreadable']);
  });

  it('is refused by its stated size before it is unpacked', async () => {
    const bomb = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    const reply = await send(bomb);
    expect([reply.status, reply.body.code]).toEqual([400, 'photo.tooManyPixels']);
  });

  it('is refused above 20 MB', async () => {
    const reply = await send(
      Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(20 * 1024 * 1024)]),
    );
    expect([reply.status, reply.body.code]).toEqual([413, 'tooLarge']);
  });

  it('is refused without a form, and with fields nobody knows', async () => {
    expect((await inspector.post('/api/photos', {})).status).toBe(415);
    const bytes = await picture().jpeg().toBuffer();
    const reply = await inspector.upload(
      '/api/photos',
      { name: 'a.jpg', type: 'image/jpeg', bytes },
      { caption: 'x' },
    );
    expect(reply.status).toBe(400);
  });
});

describe('who may bring and see photos', () => {
  it('refuses strangers, leaders who only look, and cities next door', async () => {
    const bytes = await picture().jpeg().toBuffer();
    const { sha256: name } = (await send(bytes)).body;
    const stranger = strangerClient(house.app);
    expect((await send(bytes, 'a.jpg', 'image/jpeg', stranger)).status).toBe(401);
    expect((await stranger.get(`/api/photos/${name}`)).status).toBe(401);
    const leader = await (await city.person('leader1', 'cityLeader')).client();
    expect((await send(bytes, 'a.jpg', 'image/jpeg', leader)).status).toBe(403);
    const elsewhere = await (await (await house.city()).person('inspector1', 'inspector')).client();
    expect((await elsewhere.get(`/api/photos/${name}`)).status).toBe(404);
    expect((await inspector.get(`/api/photos/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await inspector.get('/api/photos/..%2F..%2Fetc%2Fpasswd')).status).toBe(400);
  });

  it('shows a photo to the unit of the problem it proves, and to no other', async () => {
    const own = await city.unit('S01', '甲街道');
    const other = await city.unit('S02', '乙街道');
    const head = await (await city.person('head1', 'unitHead', own)).client();
    const neighbour = await (await city.person('head2', 'unitHead', other)).client();
    const { sha256: name } = (await send(await picture().jpeg().toBuffer())).body;
    expect((await head.get(`/api/photos/${name}`)).status).toBe(404);
    await city.write(async (tx) => {
      const cityColumn = { city_id: city.id };
      await tx
        .insertInto('category')
        .values({
          ...cityColumn,
          key: 'litter',
          name: '垃圾',
          name_en: 'Litter',
          kind: 'event',
          deadline_hours: '8',
          deadline_clock: 'work',
          unit_type: 'street_office',
        })
        .execute();
      const problemId = uuid();
      await tx
        .insertInto('problem')
        .values({
          ...cityColumn,
          id: problemId,
          number: 1,
          state: 'voided',
          place_text: '路口',
          category_key: 'litter',
          severity: 'normal',
          title: '垃圾',
          source_kind: 'meeting',
          unit_id: own.id,
          deadline_hours: '8',
          deadline_clock: 'work',
          raised_at: '2026-11-23T02:00:00Z',
          version: 1,
          last_hash: Buffer.alloc(32),
        })
        .execute();
      await usePhotos(tx, city.id, [
        {
          id: uuid(),
          sha256: name,
          subjectKind: 'problem',
          subjectId: problemId,
          itemCode: null,
          purpose: 'finding',
          usedBy: inspectorId,
          usedAt: '2026-11-23T02:00:00Z',
          deviceTakenAt: null,
          lon: null,
          lat: null,
          accuracyM: null,
        },
      ]);
    });
    expect((await head.get(`/api/photos/${name}?size=thumb`)).status).toBe(200);
    expect((await neighbour.get(`/api/photos/${name}?size=thumb`)).status).toBe(404);
  });
});
