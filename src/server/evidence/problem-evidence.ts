import type { EvidencePhoto, EvidenceTwin } from '../../contract/evidence.ts';
import type { PhotoUseView } from '../../contract/photos.ts';
import type { EvidenceFacts, PhotoReuse, PhotoTwin } from '../../domain/evidence/evidence-facts.ts';
import { evidenceHints } from '../../domain/evidence/evidence-hints.ts';
import { evidenceStart, type StartingEvent } from '../../domain/evidence/evidence-start.ts';
import type { Position } from '../../domain/places/coordinates.ts';
import { distanceMetres } from '../../domain/places/distance.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import type { PhotoSight } from '../photos/photo-sight.ts';
import type { Tx } from '../platform/database/database.ts';
import { positionOf } from '../problems/problem-facts.ts';
import { listProblemEvents } from '../problems/problem-history.ts';
import type { ProblemPlace } from '../problems/problem-queries.ts';
import type { ProblemRow } from '../problems/problem-rows.ts';
import {
  findComparisons,
  listRelatedUses,
  listTwins,
  type RelatedTwin,
  type RelatedUse,
} from './related-photo-queries.ts';

/**
 * The photos of a problem with everything a verifier should look at. The caller has asked whether the asker
 * may see the problem and verify.
 *
 * @param sight decides what of the twins is shown: out of sight, only that they exist.
 */
export async function viewEvidence(
  tx: Tx,
  cityId: string,
  row: ProblemRow,
  place: ProblemPlace,
  sight: PhotoSight,
  radiusM: number,
): Promise<EvidencePhoto[]> {
  const photos = await listPhotoUses(tx, cityId, 'problem', [row.id]);
  const hashes = [...new Set(photos.map((photo) => photo.sha256))];
  const twins = await listTwins(tx, cityId, hashes);
  const uses = await listRelatedUses(tx, cityId, [...hashes, ...twins.map((twin) => twin.twinSha256)], sight);
  const compared = await findComparisons(tx, cityId, hashes);
  const events = (await listProblemEvents(tx, cityId, row.id)) as readonly StartingEvent[];
  const known = { row, twins, usesOf: Map.groupBy(uses, (use) => use.sha256), sight };
  const registered = pointOf(place.site?.lon ?? null, place.site?.lat ?? null);
  const found = positionOf(row, place);
  return photos.map((photo) => {
    const related = relatedTo(photo, known);
    // the place of a finding came from its own photo, so that only the site can speak for or against it
    const target = photo.purpose === 'finding' ? registered : found;
    const position = pointOf(photo.lon, photo.lat);
    const facts: EvidenceFacts = {
      ...photo,
      position,
      exifPosition: pointOf(photo.exifLon, photo.exifLat),
      notBefore: evidenceStart(photo.purpose, photo.usedAt, events),
      compared: compared.get(photo.sha256) ?? 'waiting',
      reuses: related.reuses,
      twins: related.twins,
    };
    return {
      useId: photo.id,
      sha256: photo.sha256,
      purpose: photo.purpose,
      distanceM: position && target ? Math.round(distanceMetres(position, target)) : null,
      hints: evidenceHints(facts, { target, registered, radiusM }).map((hint) => ({
        ...hint,
        facts: { ...hint.facts },
      })),
      twins: related.shown,
    };
  });
}

interface Known {
  readonly row: ProblemRow;
  readonly twins: readonly RelatedTwin[];
  readonly usesOf: ReadonlyMap<string, readonly RelatedUse[]>;
  readonly sight: PhotoSight;
}

function relatedTo(
  photo: PhotoUseView,
  { row, twins, usesOf, sight }: Known,
): { reuses: PhotoReuse[]; twins: PhotoTwin[]; shown: EvidenceTwin[] } {
  const reuses = (usesOf.get(photo.sha256) ?? []).filter((use) => isOtherUse(photo, row, use));
  const alike = twins
    .filter((twin) => twin.sha256 === photo.sha256)
    .flatMap((twin) => {
      const uses = (usesOf.get(twin.twinSha256) ?? []).filter((use) => isOtherUse(photo, row, use));
      // a picture that serves only beside this one in the same visit is no other use
      const servesNowhere = (usesOf.get(twin.twinSha256) ?? []).length === 0;
      const use =
        uses.find((one) => one.subjectId === row.id) ?? uses.find((one) => one.isVisible) ?? uses[0];
      return use || servesNowhere ? [{ twin, use: use ?? null }] : [];
    });
  return {
    reuses: reuses.map((use) => reuseOf(row, use)),
    twins: alike.map(({ twin, use }) => ({
      isSameProblem: use?.subjectId === row.id,
      isSameSite: use ? isSameSite(row, use) : false,
      purpose: use?.purpose ?? null,
      problemNumber: use?.isVisible ? use.problemNumber : null,
      siteName: use?.isVisible ? use.siteName : null,
      usedAt: use?.isVisible ? use.usedAt : null,
      similarity: twin.similarity,
      view: twin.view,
    })),
    shown: [
      ...reuses.map(
        (use): EvidenceTwin => ({
          ...shownUse(row, use),
          sha256: use.isVisible ? use.sha256 : null,
          percent: 100,
          view: 'same',
          receivedAt: use.isVisible ? photo.receivedAt : null,
        }),
      ),
      ...alike.map(({ twin, use }): EvidenceTwin => {
        const isVisible = use?.isVisible ?? twin.uploadedBy === sight.personId;
        return {
          ...shownUse(row, use),
          sha256: isVisible ? twin.twinSha256 : null,
          percent: Math.min(99, Math.round(twin.similarity * 100)),
          view: twin.view,
          receivedAt: isVisible ? twin.receivedAt : null,
        };
      }),
    ],
  };
}

/**
 * Whether a use is another than this one, and not merely the other side of it: the inspection that found
 * the problem, another finding of the same visit, a part or a double of the same problem.
 */
function isOtherUse(photo: PhotoUseView, row: ProblemRow, use: RelatedUse): boolean {
  if (use.id === photo.id) return false;
  if (use.subjectId === row.id) return true;
  if (photo.purpose !== 'finding' || use.purpose !== 'finding') return true;
  const sameVisit = row.inspection_id !== null && use.inspectionId === row.inspection_id;
  const family = row.parent_id ?? row.main_problem_id;
  const sameFamily =
    use.familyId === row.id || family === use.subjectId || (family !== null && use.familyId === family);
  return !sameVisit && !sameFamily;
}

function isSameSite(row: ProblemRow, use: RelatedUse): boolean {
  return row.site_id !== null && use.siteId === row.site_id;
}

function reuseOf(row: ProblemRow, use: RelatedUse): PhotoReuse {
  return {
    isSameProblem: use.subjectId === row.id,
    isSameSite: isSameSite(row, use),
    purpose: use.purpose,
    problemNumber: use.isVisible ? use.problemNumber : null,
    siteName: use.isVisible ? use.siteName : null,
    usedAt: use.isVisible ? use.usedAt : null,
  };
}

function shownUse(row: ProblemRow, use: RelatedUse | null): Pick<EvidenceTwin, 'isSameProblem' | 'use'> {
  if (!use?.isVisible) return { isSameProblem: use?.subjectId === row.id, use: null };
  const { id, subjectKind, subjectId, problemNumber, siteName, unitName, purpose, usedAt, deviceTakenAt } =
    use;
  return {
    isSameProblem: subjectId === row.id,
    use: { id, subjectKind, subjectId, problemNumber, siteName, unitName, purpose, usedAt, deviceTakenAt },
  };
}

function pointOf(lon: number | null, lat: number | null): Position | null {
  return lon === null || lat === null ? null : { lon, lat };
}
