import { accept, type Decision, refuse } from '../decision.ts';
import type { EvidencePhoto, ProblemFacts } from './problem-facts.ts';

/** Shortest reason that is taken for one, in characters: "ok" and "……" explain nothing. */
export const shortestReason = 5;

/** The reason without surrounding space, or `null` where it is too short to be one. */
export function statedReason(reason: string | null): string | null {
  const text = reason?.trim() ?? '';
  return [...text].length >= shortestReason ? text : null;
}

/** The photos a command names, once each; refuses one that is not known here. */
export function namedPhotos(
  photoIds: readonly string[],
  facts: ProblemFacts,
): Decision<readonly EvidencePhoto[]> {
  const known = new Map(facts.photos.map((photo) => [photo.photoId, photo]));
  const named: EvidencePhoto[] = [];
  for (const photoId of new Set(photoIds)) {
    const photo = known.get(photoId);
    if (!photo) return refuse('problem.unknownPhoto', { photoId });
    named.push(photo);
  }
  return accept(named);
}

/**
 * The verifier's own photos that were taken after the fix was claimed.
 *
 * A photo counts as later only when both its capture and its receipt are: a device clock set ahead cannot
 * make an old picture new. Where the device gave no time, the receipt alone counts.
 */
export function ownPhotosAfterClaim(
  photoIds: readonly string[],
  claimedAt: string | null,
  facts: ProblemFacts,
): Decision<readonly EvidencePhoto[]> {
  const named = namedPhotos(photoIds, facts);
  if (!named.accepted) return named;
  const own = named.value.filter(
    (photo) => photo.uploaderId !== null && photo.uploaderId === facts.actor.personId,
  );
  if (own.length === 0) return refuse('problem.ownPhotoNeeded');
  const claim = claimedAt === null ? Number.NEGATIVE_INFINITY : Date.parse(claimedAt);
  const later = own.filter(
    (photo) =>
      Date.parse(photo.receivedAt) > claim && (photo.takenAt === null || Date.parse(photo.takenAt) > claim),
  );
  return later.length > 0 ? accept(later) : refuse('problem.photoBeforeClaim', { claimedAt });
}

/** Accepts where one photo lies within the site's radius, or a reason says why none does. */
export function onSiteOrReason(
  photos: readonly EvidencePhoto[],
  offSiteReason: string | null,
  radiusMetres: number,
): Decision<{ readonly distanceMetres: number | null; readonly offSiteReason: string | null }> {
  const distances = photos.flatMap((photo) => (photo.distanceMetres === null ? [] : [photo.distanceMetres]));
  const nearest = distances.length > 0 ? Math.min(...distances) : null;
  const reason = statedReason(offSiteReason);
  if (nearest !== null && nearest <= radiusMetres) {
    return accept({ distanceMetres: nearest, offSiteReason: reason });
  }
  if (reason) return accept({ distanceMetres: nearest, offSiteReason: reason });
  if (nearest === null) return refuse('problem.photoWithoutPosition', { shortest: shortestReason });
  return refuse('problem.photoOffSite', { distance: Math.round(nearest), radius: radiusMetres });
}
