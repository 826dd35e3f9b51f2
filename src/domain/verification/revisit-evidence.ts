import { accept, type Decision, refuse } from '../decision.ts';
import type { EvidencePhoto } from '../problems/problem-facts.ts';

/** Shortest reason that is taken for one, in characters. */
export const shortestRevisitReason = 5;

/** The reason without surrounding space, or `null` where it is too short to be one. */
export function statedRevisitReason(reason: string | null): string | null {
  const text = reason?.trim() ?? '';
  return [...text].length >= shortestRevisitReason ? text : null;
}

/**
 * The inspector's own picture, taken after the draw and within the site's radius, or with a reason why it
 * lies outside. A picture counts as later only when both its capture and its receipt are.
 */
export function checkRevisitEvidence(
  given: { readonly photoIds: readonly string[]; readonly offSiteReason: string | null },
  facts: {
    readonly personId: string;
    readonly drawnAt: string;
    readonly photos: readonly EvidencePhoto[];
    readonly siteRadiusMetres: number;
  },
): Decision<{ photoIds: readonly string[]; distanceMetres: number | null; offSiteReason: string | null }> {
  const photoIds = [...new Set(given.photoIds)];
  const known = new Set(facts.photos.map(({ photoId }) => photoId));
  const missing = photoIds.find((photoId) => !known.has(photoId));
  if (missing !== undefined) return refuse('revisit.unknownPhoto', { photoId: missing });
  const own = facts.photos.filter(
    (photo) => photoIds.includes(photo.photoId) && photo.uploaderId === facts.personId,
  );
  if (own.length === 0) return refuse('revisit.ownPhotoNeeded');
  const drawn = Date.parse(facts.drawnAt);
  const later = own.filter(
    ({ receivedAt, takenAt }) =>
      Date.parse(receivedAt) > drawn && (takenAt === null || Date.parse(takenAt) > drawn),
  );
  if (later.length === 0) return refuse('revisit.photoBeforeDraw', { drawnAt: facts.drawnAt });
  const distances = later.flatMap(({ distanceMetres }) => distanceMetres ?? []);
  const distanceMetres = distances.length > 0 ? Math.min(...distances) : null;
  const offSiteReason = statedRevisitReason(given.offSiteReason);
  const isOnSite = distanceMetres !== null && distanceMetres <= facts.siteRadiusMetres;
  if (isOnSite || offSiteReason !== null) return accept({ photoIds, distanceMetres, offSiteReason });
  if (distanceMetres === null) {
    return refuse('revisit.photoWithoutPosition', { shortest: shortestRevisitReason });
  }
  return refuse('revisit.photoOffSite', {
    distance: Math.round(distanceMetres),
    radius: facts.siteRadiusMetres,
  });
}
