import { Client } from 'pg';
import sharp from 'sharp';
import { hashBands, hashDistance } from '../src/domain/evidence/picture-hash.ts';
import { printOf, searchHashes } from '../src/domain/evidence/picture-print.ts';
import { leastSimilarity, twinSimilarity } from '../src/domain/evidence/twin-similarity.ts';
import { readGreyPixels } from '../src/server/photos/photo-check.ts';
import { findTwins } from '../src/server/photos/twin-queries.ts';
import { inCity } from '../src/server/platform/database/database.ts';
import { seededChance } from '../test/support/seeded-chance.ts';
import { takePhoto } from '../test/support/synthetic-photo.ts';
import { type BenchCity, buildBenchCity } from './support/bench-city.ts';
import { type BenchHouse, openBenchHouse } from './support/bench-house.ts';
import type { BenchOptions } from './support/bench-options.ts';
import { median, percentile, printTable, spread } from './support/samples.ts';

/** Scenes that are changed and searched; the others stand for the rest of a city. */
const changed = 30;
const scenes = 200;
const lookUps = 100;

/**
 * What recognising photos costs and finds: reading the print of a photo of twelve megapixels beside making
 * its thumbnail; looking a photo up among many beside comparing it with all of them; and how often changed
 * photos are found and other ones taken for them.
 */
export async function benchPhotoTwins(options: BenchOptions): Promise<void> {
  await timePrints(options.rounds);
  const prints = await drawPrints();
  await countFound(prints);
  const house = await openBenchHouse();
  try {
    const city = await buildBenchCity(house);
    const begun = performance.now();
    await fillPrints(house.databaseUrl, city, prints, options.photos);
    console.log(`${options.photos} photos written in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    await timeLookUps(house, city, prints);
  } finally {
    await house.close();
  }
}

async function timePrints(rounds: number): Promise<void> {
  const small = await takePhoto({ place: 1 });
  const photo = await sharp(small).resize(4000, 3000).jpeg({ quality: 90 }).toBuffer();
  const took: Record<'thumb' | 'read' | 'print' | 'search', number[]> = {
    thumb: [],
    read: [],
    print: [],
    search: [],
  };
  for (let round = 0; round < rounds * 3; round += 1) {
    const start = performance.now();
    await sharp(photo).autoOrient().resize(320, 320, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer();
    const thumbed = performance.now();
    const pixels = await readGreyPixels(photo);
    const read = performance.now();
    printOf(pixels);
    const printed = performance.now();
    searchHashes(pixels);
    const searched = performance.now();
    took.thumb.push(thumbed - start);
    took.read.push(read - thumbed);
    took.print.push(printed - read);
    took.search.push(searched - printed);
  }
  const thumb = median(took.thumb);
  printTable(
    ['photo of 12 megapixels', 'ms, min / median / max', 'times a thumbnail'],
    Object.entries({
      'thumbnail of 320 px': took.thumb,
      'decode to 256 × 256 grey': took.read,
      'two hashes to keep': took.print,
      'hashes to look for': took.search,
    }).map(([name, all]) => [name, spread(all, 1), (median(all) / thumb).toFixed(2)]),
  );
}

async function drawPrints(): Promise<Uint8Array[]> {
  const pixels: Uint8Array[] = [];
  for (let place = 1; place <= scenes; place += 1) {
    pixels.push(await readGreyPixels(await takePhoto({ place, littered: true, width: 640, height: 480 })));
  }
  return pixels;
}

type Change = (photo: Buffer) => Promise<Buffer> | Buffer;

function cutOff(left: number, top: number, right: number, bottom: number): Change {
  const [width, height] = [640, 480];
  return (photo) =>
    sharp(photo)
      .extract({
        left: Math.round(width * left),
        top: Math.round(height * top),
        width: Math.round(width * (1 - left - right)),
        height: Math.round(height * (1 - top - bottom)),
      })
      .toBuffer();
}

function turn(degrees: number): Change {
  return async (photo) => {
    const { data, info } = await sharp(photo).rotate(degrees).toBuffer({ resolveWithObject: true });
    const [width, height] = [540, 405];
    const [left, top] = [Math.round((info.width - width) / 2), Math.round((info.height - height) / 2)];
    return sharp(data).extract({ left, top, width, height }).toBuffer();
  };
}

const changes: Readonly<Record<string, Change>> = {
  'saved at quality 30': (photo) => sharp(photo).jpeg({ quality: 30 }).toBuffer(),
  'half the size': (photo) => sharp(photo).resize(320).toBuffer(),
  'brighter by a third': (photo) => sharp(photo).modulate({ brightness: 1.33 }).toBuffer(),
  'darker by 45 %': (photo) => sharp(photo).modulate({ brightness: 0.55 }).toBuffer(),
  'half as much contrast again': (photo) => sharp(photo).linear(1.5, -60).toBuffer(),
  'colours turned by 25°': (photo) => sharp(photo).modulate({ hue: 25, saturation: 1.4 }).toBuffer(),
  blurred: (photo) => sharp(photo).blur(5).toBuffer(),
  mirrored: (photo) => sharp(photo).flop().toBuffer(),
  '5 % cut off all around': cutOff(0.05, 0.05, 0.05, 0.05),
  '10 % cut off all around': cutOff(0.1, 0.1, 0.1, 0.1),
  '10, 2, 3, 7 % cut off': cutOff(0.1, 0.02, 0.03, 0.07),
  '15 and 10 % cut off one corner': cutOff(0.15, 0, 0, 0.1),
  'a corner of 34 × 25 % covered': (photo) =>
    sharp(photo)
      .composite([
        {
          input: { create: { width: 218, height: 120, channels: 3, background: '#1428a0' } },
          left: 13,
          top: 333,
        },
      ])
      .toBuffer(),
  'turned by 2°': turn(2),
  'turned by 5°': turn(5),
  'turned by 12°': turn(12),
  'in an even frame': (photo) =>
    sharp(photo).extend({ top: 40, bottom: 50, left: 60, right: 45, background: '#d8d2c4' }).toBuffer(),
  'as a screenshot': (photo) =>
    sharp(photo).resize(1080, 810).extend({ top: 700, bottom: 830, background: '#000' }).toBuffer(),
};

/** Likeness of a searched picture and a kept one by the same steps as in the database; 0: not found. */
function likeness(searched: ReturnType<typeof searchHashes>, kept: ReturnType<typeof printOf>): number {
  const { hashes } = kept;
  if (!hashes) return 0;
  const bands = { whole: hashBands(hashes.whole, 'whole'), centre: hashBands(hashes.centre, 'centre') };
  let nearest: { search: (typeof searched)[number]; distance: number } | null = null;
  for (const search of searched) {
    const distance = hashDistance(search.hash, hashes[search.part]);
    if (distance > 12 || (nearest && distance >= nearest.distance)) continue;
    const shared = hashBands(search.hash, search.part).some(
      (band, place) => band === bands[search.part][place],
    );
    if (shared) nearest = { search, distance };
  }
  return nearest ? twinSimilarity(nearest.search, kept.raster) : 0;
}

async function countFound(pixels: readonly Uint8Array[]): Promise<void> {
  const kept = pixels.map(printOf);
  const rows: string[][] = [];
  const note = (name: string, found: readonly number[]) => {
    const twins = found.filter((one) => one >= leastSimilarity);
    rows.push([name, `${twins.length} of ${found.length}`, twins.length === 0 ? '–' : spread(twins, 2)]);
  };
  for (const [name, change] of Object.entries(changes)) {
    const found: number[] = [];
    for (const [index, print] of kept.slice(0, changed).entries()) {
      const photo = await takePhoto({ place: index + 1, littered: true, width: 640, height: 480 });
      found.push(likeness(searchHashes(await readGreyPixels(await change(photo))), print));
    }
    note(name, found);
  }
  for (const [name, littered] of [
    ['same spot, another moment', true],
    ['same spot, cleaned up since', false],
  ] as const) {
    const found: number[] = [];
    for (const [index, print] of kept.slice(0, changed).entries()) {
      const photo = await takePhoto({ place: index + 1, moment: 1, littered, width: 640, height: 480 });
      found.push(likeness(searchHashes(await readGreyPixels(photo)), print));
    }
    note(name, found);
  }
  const others: number[] = [];
  for (const [index, one] of pixels.entries()) {
    const searched = searchHashes(one);
    for (const [other, print] of kept.entries()) if (other !== index) others.push(likeness(searched, print));
  }
  note('another scene altogether', others);
  printTable(['what was done', 'taken for twins', 'likeness, min / median / max'], rows);
  console.log(`highest likeness of two scenes: ${Math.max(...others).toFixed(2)}`);
}

/** Photos with hashes whose bits are set as often as those of drawn scenes, and eight bands each. */
async function fillPrints(
  url: string,
  city: BenchCity,
  pixels: readonly Uint8Array[],
  photos: number,
): Promise<void> {
  const hashes = pixels.flatMap((one) => {
    const { hashes: own } = printOf(one);
    return own ? [own] : [];
  });
  const shares = (part: 'whole' | 'centre') =>
    Array.from(
      { length: 64 },
      (_, bit) => hashes.filter((one) => (one[part] >> BigInt(bit)) & 1n).length / hashes.length,
    );
  const [whole, centre] = [shares('whole'), shares('centre')];
  const chance = seededChance(20_261_124);
  const draw = (likely: readonly number[]) =>
    likely.reduce((hash, share, bit) => (chance() < share ? hash | (1n << BigInt(bit)) : hash), 0n);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
    await client.query('set synchronous_commit = off');
    for (let done = 0; done < photos; done += 10_000) {
      const count = Math.min(10_000, photos - done);
      const rows = Array.from({ length: count }, () => ({ whole: draw(whole), centre: draw(centre) }));
      await client.query(
        `with fresh as (
          select encode(sha256(($2 + n)::text::bytea), 'hex') as sha256, w, c
          from unnest($3::bigint[], $4::bigint[]) with ordinality t (w, c, n)),
        entered as (insert into photo (city_id, sha256, media_type, byte_size, width, height, uploaded_by)
          select $1, sha256, 'image/jpeg', 2000000, 4000, 3000, $5 from fresh)
        insert into photo_print (city_id, sha256, whole_hash, centre_hash, raster)
        select $1, sha256, w, c, decode(repeat(sha256, 32), 'hex') from fresh`,
        [
          city.id,
          done,
          rows.map((row) => signed(row.whole)),
          rows.map((row) => signed(row.centre)),
          city.officeId,
        ],
      );
      const bands = rows.flatMap((row, place) => [
        ...hashBands(row.whole, 'whole').map((band) => ({ band, hash: signed(row.whole), place })),
        ...hashBands(row.centre, 'centre').map((band) => ({ band, hash: signed(row.centre), place })),
      ]);
      await client.query(
        `insert into photo_hash_band (city_id, band, sha256, hash)
         select $1, band, encode(sha256(($2 + place + 1)::text::bytea), 'hex'), hash
         from unnest($3::int[], $4::bigint[], $5::int[]) t (band, hash, place)`,
        [
          city.id,
          done,
          bands.map((one) => one.band),
          bands.map((one) => one.hash),
          bands.map((one) => one.place),
        ],
      );
    }
    await client.query('analyze photo, photo_print, photo_hash_band');
  } finally {
    await client.end();
  }
}

function signed(hash: bigint): string {
  return BigInt.asIntN(64, hash).toString();
}

async function timeLookUps(house: BenchHouse, city: BenchCity, pixels: readonly Uint8Array[]): Promise<void> {
  const [asked, all]: [number[], number[]] = [[], []];
  const client = new Client({ connectionString: house.databaseUrl });
  await client.connect();
  try {
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
    for (let turnNumber = -5; turnNumber < lookUps; turnNumber += 1) {
      const one = pixels[(turnNumber + scenes) % scenes] ?? new Uint8Array();
      const start = performance.now();
      await inCity(house.db, city.id, 'read', (tx) => findTwins(tx, city.id, 'none', one));
      if (turnNumber >= 0) asked.push(performance.now() - start);
    }
    for (const one of pixels.slice(0, 3)) {
      const searches = searchHashes(one);
      const start = performance.now();
      await client.query(
        `select count(*) from photo_print p, unnest($2::bigint[], $3::bool[]) q (hash, is_whole)
         where p.city_id = $1
           and bit_count((case when q.is_whole then p.whole_hash else p.centre_hash end # q.hash)::bit(64)) <= 12`,
        [city.id, searches.map(({ hash }) => signed(hash)), searches.map(({ part }) => part === 'whole')],
      );
      all.push(performance.now() - start);
    }
    const { rows } = await client.query<{ name: string; size: string }>(
      `select relname as name, pg_size_pretty(pg_total_relation_size(oid)) as size
       from pg_class where relname in ('photo', 'photo_print', 'photo_hash_band') order by 1`,
    );
    console.log(rows.map(({ name, size }) => `${name} ${size}`).join(', '));
  } finally {
    await client.end();
  }
  const whole = median(all);
  printTable(
    ['look-up of one photo', 'p50 ms', 'p99 ms', 'share of comparing with all'],
    [
      [
        'by bands, hashes and comparison included',
        percentile(asked, 0.5).toFixed(1),
        percentile(asked, 0.99).toFixed(1),
        (median(asked) / whole).toFixed(4),
      ],
      ['hashes compared with all photos', whole.toFixed(0), '', '1'],
    ],
  );
}
