import { type Position, wgs84FromGcj02 } from '../places/coordinates.ts';
import { distanceMetres } from '../places/distance.ts';
import type { EvidenceFacts, EvidencePlace } from './evidence-facts.ts';
import type { Hint } from './hint.ts';

/** Metres that EXIF places are off without anybody's doing: they carry no accuracy. */
const exifSlack = 200;
/** Radius in metres from which a fix says little about a yard. */
const poorAccuracy = 100;
/** A position older than this may be from the road before. */
const oldFixMs = 2 * 60_000;
/** Nearer to the site's own point than satellites can tell. */
const onPointMetres = 0.5;

/** Hints of positions that do not fit the site, each other, or how positions are found. */
export function placeHints(photo: EvidenceFacts, { target, registered, radiusM }: EvidencePlace): Hint[] {
  const { position, exifPosition } = photo;
  if (!position && !exifPosition) return [{ code: 'noPosition', strength: 'unproven', facts: {} }];
  return [
    ...(target
      ? farFromSite(photo, target, radiusM)
      : [{ code: 'siteUnplaced', strength: 'unproven', facts: {} } as const]),
    ...placesDiffer(photo),
    ...(registered && position ? fixOnPoint(position, registered) : []),
    ...fixQuality(photo),
  ];
}

function farFromSite(photo: EvidenceFacts, target: Position, radiusM: number): Hint[] {
  const { position, accuracyM, exifPosition } = photo;
  const accuracy = accuracyM ?? 0;
  const hints: Hint[] = [];
  if (position) {
    const metres = distanceMetres(position, target);
    if (metres - accuracy > radiusM) {
      const facts = {
        by: 'device',
        metres: Math.round(metres),
        radius: radiusM,
        accuracy: Math.round(accuracy),
      };
      hints.push({ code: 'farFromSite', strength: 'strong', facts });
    }
  }
  if (exifPosition) {
    const metres = exifDistance(exifPosition, target);
    if (metres - exifSlack > radiusM) {
      const facts = { by: 'exif', metres: Math.round(metres), radius: radiusM, accuracy: exifSlack };
      hints.push({ code: 'farFromSite', strength: 'strong', facts });
    }
  }
  return hints;
}

function placesDiffer({ position, accuracyM, exifPosition }: EvidenceFacts): Hint[] {
  if (!position || !exifPosition) return [];
  const metres = exifDistance(exifPosition, position);
  if (metres <= exifSlack + (accuracyM ?? 0)) return [];
  return [{ code: 'placesDiffer', strength: 'strong', facts: { metres: Math.round(metres) } }];
}

/** Some cameras in China write shifted places into EXIF; the nearer reading counts, in doubt for the taker. */
function exifDistance(exif: Position, to: Position): number {
  return Math.min(distanceMetres(exif, to), distanceMetres(wgs84FromGcj02(exif), to));
}

/** Whoever types a place in takes it from the map; a phone on the spot is some metres beside it. */
function fixOnPoint(position: Position, site: Position): Hint[] {
  return distanceMetres(position, site) < onPointMetres
    ? [{ code: 'fixOnPoint', strength: 'weak', facts: {} }]
    : [];
}

function fixQuality({ position, accuracyM, fixAt, deviceTakenAt }: EvidenceFacts): Hint[] {
  if (!position) return [];
  const age = fixAt === null || deviceTakenAt === null ? 0 : Date.parse(deviceTakenAt) - Date.parse(fixAt);
  return [
    ...(accuracyM !== null && accuracyM > poorAccuracy
      ? [{ code: 'poorFix', strength: 'weak', facts: { accuracy: Math.round(accuracyM) } } as const]
      : []),
    ...(age > oldFixMs
      ? [{ code: 'oldFix', strength: 'weak', facts: { minutes: Math.round(age / 60_000) } } as const]
      : []),
  ];
}
