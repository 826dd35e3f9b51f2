import { sql } from 'kysely';
import { greyRaster } from '../../domain/evidence/grey-raster.ts';
import { hashBands } from '../../domain/evidence/picture-hash.ts';
import { type PicturePrint, type SearchHash, searchHashes } from '../../domain/evidence/picture-print.ts';
import type { TwinView } from '../../domain/evidence/picture-views.ts';
import { leastSimilarity, twinSimilarity } from '../../domain/evidence/twin-similarity.ts';
import type { Tx } from '../platform/database/database.ts';

/** A photo that looks like another. `view`: how the one in hand shows the one that was found. */
export interface FoundTwin {
  readonly sha256: string;
  /** 0 to 1. */
  readonly similarity: number;
  readonly view: TwinView;
}

/** Bits in which the hash of a guess and a kept hash may differ. */
const mostDifferentBits = 12;
/** Photos whose details are compared for one photo; the nearest hashes come first. */
const mostCandidates = 60;

/** Keeps what a photo looks like; a second time changes nothing. */
export async function insertPrint(
  tx: Tx,
  cityId: string,
  sha256: string,
  print: PicturePrint,
): Promise<void> {
  const { hashes, raster } = print;
  const [whole, centre] = [hashText(hashes?.whole), hashText(hashes?.centre)];
  const entered = await sql`
    insert into photo_print (city_id, sha256, whole_hash, centre_hash, raster)
    values (${cityId}, ${sha256}, ${whole}::bigint, ${centre}::bigint, ${Buffer.from(raster.pixels)})
    on conflict do nothing`.execute(tx);
  if (!hashes || entered.numAffectedRows === 0n) return;
  const bands = [...hashBands(hashes.whole, 'whole'), ...hashBands(hashes.centre, 'centre')];
  const ofBands = [whole, whole, whole, whole, centre, centre, centre, centre];
  await sql`
    insert into photo_hash_band (city_id, band, sha256, hash)
    select ${cityId}, b.band, ${sha256}, b.hash::bigint
    from unnest(${bands}::int[], ${ofBands}::text[]) as b (band, hash)`.execute(tx);
}

/** The photos of the city whose hashes come near one of the guesses, the nearest first. */
async function findCandidates(tx: Tx, cityId: string, sha256: string, searches: readonly SearchHash[]) {
  const probes = searches.flatMap(({ hash, part }, search) =>
    hashBands(hash, part).map((band) => ({ band, hash: hashText(hash), search })),
  );
  const { rows } = await sql<{ sha256: string; search: number; raster: Buffer }>`
    select found.sha256, found.search, p.raster
    from (select distinct on (b.sha256) b.sha256, q.search,
        bit_count((b.hash # q.hash::bigint)::bit(64)) as distance
      from unnest(${probes.map(({ band }) => band)}::int[], ${probes.map(({ hash }) => hash)}::text[],
        ${probes.map(({ search }) => search)}::int[]) as q (band, hash, search)
      join photo_hash_band b on b.city_id = ${cityId} and b.band = q.band
      where b.sha256 <> ${sha256} and bit_count((b.hash # q.hash::bigint)::bit(64)) <= ${mostDifferentBits}
      order by b.sha256, distance, q.search) found
    join photo_print p on p.city_id = ${cityId} and p.sha256 = found.sha256
    order by found.distance, found.sha256 limit ${mostCandidates}`.execute(tx);
  return rows;
}

/**
 * Photos of the city that look like this one, whenever they came.
 *
 * @param pixels 256 × 256 grey values of the whole photo.
 */
export async function findTwins(
  tx: Tx,
  cityId: string,
  sha256: string,
  pixels: Uint8Array,
): Promise<FoundTwin[]> {
  const searches = searchHashes(pixels);
  if (searches.length === 0) return [];
  const candidates = await findCandidates(tx, cityId, sha256, searches);
  return candidates.flatMap((candidate) => {
    const guess = searches[candidate.search];
    if (!guess) return [];
    const similarity = twinSimilarity(guess, greyRaster(new Uint8Array(candidate.raster)));
    return similarity < leastSimilarity ? [] : [{ sha256: candidate.sha256, similarity, view: guess.view }];
  });
}

/** Seen from the other photo: what shows a part of one is framed by it. */
const viewFromEarlier: Readonly<Record<TwinView, TwinView>> = {
  whole: 'whole',
  part: 'framed',
  framed: 'part',
  mirrored: 'mirrored',
  turned: 'turned',
};

/** Keeps the pairs of a photo, each under the one that arrived later; known pairs stay as they are. */
export async function insertTwins(
  tx: Tx,
  cityId: string,
  sha256: string,
  twins: readonly FoundTwin[],
  now: string,
): Promise<void> {
  if (twins.length === 0) return;
  await sql`
    insert into photo_twin (city_id, sha256, twin_sha256, similarity, view, found_at)
    select ${cityId}, case when is_later then ${sha256} else t.sha256 end,
      case when is_later then t.sha256 else ${sha256} end, t.similarity,
      case when is_later then t.view else t.inverse end, ${now}
    from unnest(${twins.map((twin) => twin.sha256)}::text[], ${twins.map((twin) => twin.similarity)}::float8[],
      ${twins.map((twin) => twin.view)}::text[], ${twins.map((twin) => viewFromEarlier[twin.view])}::text[])
      as t (sha256, similarity, view, inverse)
    join photo own on own.city_id = ${cityId} and own.sha256 = ${sha256}
    join photo other on other.city_id = ${cityId} and other.sha256 = t.sha256
    cross join lateral (select (other.received_at, other.sha256) < (own.received_at, own.sha256) as is_later) o
    on conflict do nothing`.execute(tx);
}

/** PostgreSQL's bigint is signed. */
function hashText(hash: bigint | undefined): string | null {
  return hash === undefined ? null : BigInt.asIntN(64, hash).toString();
}
