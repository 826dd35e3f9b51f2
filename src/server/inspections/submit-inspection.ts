import { sql } from 'kysely';
import { v7 as uuid } from 'uuid';
import {
  type InspectionBody,
  type InspectionReceipt,
  inspectionReceipt,
} from '../../contract/inspections.ts';
import type { PhotoReference } from '../../contract/photos.ts';
import type { Json } from '../../domain/canonical-json.ts';
import type { Answer } from '../../domain/inspections/answer.ts';
import { checkAnswers } from '../../domain/inspections/check-answers.ts';
import { type ProblemDraft, problemsFromAnswers } from '../../domain/inspections/problems-from-answers.ts';
import { type SiteScore, scoreSite } from '../../domain/inspections/score-site.ts';
import { distanceMetres } from '../../domain/places/distance.ts';
import { findPhotos, type NewPhotoUse, usePhotos as recordPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { type ChainedEvent, chainEvents, chainStart } from '../platform/event-log.ts';
import { type FieldFault, forbidden, invalid, notFound, Refused } from '../platform/refused.ts';
import { commandHash } from '../platform/repeated-command.ts';
import { type RaisedProblem, type RaisedResult, raiseAndDispatch } from '../problems/problem-raising.ts';
import { findPublishedChecklist, type PublishedChecklist } from '../standards/checklist-queries.ts';
import { type AwaitedUse, awaitPhotos } from './awaited-photos.ts';
import { findEarlierInspections, findSubmission, lockVisit, type VisitFacts } from './inspection-queries.ts';

/** Who submits, where and when. */
export interface Submitting {
  readonly tx: Tx;
  readonly cityId: string;
  readonly personId: string;
  /** Is the verb granted for the site's territory? */
  readonly maySubmit: (territoryPath: string) => boolean;
  readonly now: string;
}

/**
 * Enters one visit: inspection, answers, evidence, history and the problems it raises, or nothing. The
 * number of statements does not grow with the checklist or the findings.
 *
 * The same inspection again answers the receipt of the first time, also after the round was closed.
 *
 * @throws Refused 404 for a visit of somebody else, 409 `inspection.otherContent`,
 *   `inspection.alreadySubmitted`, `inspection.roundNotOpen`, 400 with faults at `answers.<CODE>`.
 */
export async function enterInspection(setting: Submitting, body: InspectionBody): Promise<InspectionReceipt> {
  const { tx, cityId, personId, now } = setting;
  const requestHash = commandHash(body);
  const visit = await lockVisit(tx, cityId, body.visitId);
  const repeated = await findReceipt(setting, body, requestHash);
  if (repeated) return repeated;
  if (!visit || visit.inspectorId !== personId) throw notFound();
  if (!setting.maySubmit(visit.territoryPath)) throw forbidden();
  if (visit.roundState !== 'open') {
    throw new Refused(409, 'inspection.roundNotOpen', { round: visit.roundName });
  }
  checkFrame(body);
  const standard = await findPublishedChecklist(tx, cityId, visit.versionId, visit.siteType);
  if (!standard) throw new Refused(409, 'inspection.noChecklist', { siteType: visit.siteTypeName });
  const answers = body.answers.map(answerOf);
  const held = await checkContent(setting, standard, body, answers);

  const score = scoreSite(standard.checklist, answers, standard.scoring);
  const distanceM = distanceToSite(body, visit);
  const awaited = photosOf(body).filter((sha256) => !held.has(sha256));
  await insertInspection(setting, body, { visit, score, distanceM, requestHash, awaits: awaited.length });
  await recordFindings(setting, body, held);
  const photos = photosOf(body).filter((sha256) => held.has(sha256));
  const categoryNames = new Map(standard.categories.map(({ key, name }) => [key, name]));
  const drafts = problemsFromAnswers(standard.checklist, answers, standard.scoring, (key) =>
    categoryNames.get(key),
  );
  const receiptOf = (problems: InspectionReceipt['problems']): InspectionReceipt => ({
    id: body.id,
    visitId: visit.visitId,
    siteId: visit.siteId,
    siteName: visit.siteName,
    receivedAt: now,
    isScored: score.scored,
    unscoredReason: score.reason,
    score: score.score?.text ?? null,
    uncappedScore: score.uncapped?.text ?? null,
    vetoFailed: score.vetoedItems.length > 0,
    vetoedItems: [...score.vetoedItems],
    applicableWeight: score.applicableWeight,
    totalWeight: score.totalWeight,
    distanceM,
    problems,
    photos,
    awaited,
  });
  const raised = raisedFrom(body, visit, drafts, held);
  const results = await raiseAndDispatch(tx, cityId, raised, { personId }, now, (numbered) =>
    submissionEvents(setting, body, { visit, score, receipt: receiptOf(receiptLines(drafts, numbered)) }),
  );
  await awaitPhotos(tx, cityId, awaitedUses(setting, body, raised, held));
  return receiptOf(receiptLines(drafts, results));
}

async function findReceipt(
  { tx, cityId, personId }: Submitting,
  body: InspectionBody,
  requestHash: string,
): Promise<InspectionReceipt | null> {
  const earlier = await findEarlierInspections(tx, cityId, body.id, body.visitId);
  const same = earlier.find((inspection) => inspection.id === body.id);
  if (same) {
    if (same.inspectorId !== personId) throw notFound();
    if (same.requestHash !== requestHash) throw new Refused(409, 'inspection.otherContent');
    const submission = await findSubmission(tx, cityId, body.id);
    return inspectionReceipt.parse((submission?.data as { receipt?: unknown } | undefined)?.receipt);
  }
  const [other] = earlier;
  if (!other) return null;
  throw other.inspectorId === personId ? new Refused(409, 'inspection.alreadySubmitted') : notFound();
}

/** Faults of the visit as a whole. */
function checkFrame(body: InspectionBody): void {
  if (Date.parse(body.finishedAt) < Date.parse(body.startedAt)) {
    throw invalid('finishedAt', 'inspection.timesReversed');
  }
  const hasReason = [...(body.noFixReason ?? '')].length >= 2;
  if (body.position === null && !hasReason) throw invalid('noFixReason', 'inspection.positionOrReason');
  if (body.position !== null && body.noFixReason)
    throw invalid('noFixReason', 'inspection.positionAndReason');
}

/**
 * Faults of the answers, each at `answers.<CODE>`; all of them at once, so that one round of repair does.
 *
 * @returns hashes of the named photos that the server holds.
 */
async function checkContent(
  { tx, cityId }: Submitting,
  { checklist }: PublishedChecklist,
  body: InspectionBody,
  answers: readonly Answer[],
): Promise<ReadonlySet<string>> {
  const faults: FieldFault[] = checkAnswers(checklist, answers).map(({ code, facts }) => ({
    path: `answers.${facts.item}`,
    code,
    facts,
  }));
  const known = new Set((await findPhotos(tx, cityId, photosOf(body))).map((photo) => photo.sha256));
  for (const { itemCode, photos } of body.answers) {
    if (!body.photosFollow && photos.some((photo) => !known.has(photo.sha256))) {
      faults.push({
        path: `answers.${itemCode}`,
        code: 'inspection.unknownPhoto',
        facts: { item: itemCode },
      });
    }
  }
  if (faults.length > 0) throw new Refused(400, 'invalid', {}, faults.slice(0, 50));
  return known;
}

function photosOf(body: InspectionBody): string[] {
  return [...new Set(body.answers.flatMap((answer) => answer.photos.map((photo) => photo.sha256)))];
}

function answerOf({ itemCode, value, defects, note, photos }: InspectionBody['answers'][number]): Answer {
  const photoIds = [...new Set(photos.map((photo) => photo.sha256))];
  return { itemCode, value, note, photoIds, ...(defects === null ? {} : { defects }) };
}

function distanceToSite(body: InspectionBody, { lon, lat }: VisitFacts): number | null {
  if (body.position === null || lon === null || lat === null) return null;
  return Math.round(distanceMetres(body.position, { lon, lat }) * 10) / 10;
}

interface Judged {
  readonly visit: VisitFacts;
  readonly score: SiteScore;
  readonly distanceM: number | null;
  readonly requestHash: string;
  /** Photos that have not arrived. */
  readonly awaits: number;
}

/** Inspection and answers in one statement. */
async function insertInspection(
  { tx, cityId, personId, now }: Submitting,
  body: InspectionBody,
  { visit, score, distanceM, requestHash, awaits }: Judged,
): Promise<void> {
  const items = new Map(score.items.map((item) => [item.itemCode, item]));
  const answers = body.answers.map(({ itemCode, value, defects, note }) => {
    const item = items.get(itemCode);
    return {
      itemCode,
      value,
      defects,
      earned: item?.score?.text ?? null,
      weight: item?.weight ?? '0',
      note: note || null,
    };
  });
  const { position } = body;
  await sql`
    with entered as (
      insert into inspection (city_id, id, round_id, visit_id, site_id, version_id, inspector_id, started_at,
        finished_at, received_at, lon, lat, accuracy_m, no_fix_reason, distance_m, note, score,
        uncapped_score, veto_failed, is_scored, answers, request_hash, awaits_photos)
      values (${cityId}, ${body.id}, ${visit.roundId}, ${visit.visitId}, ${visit.siteId}, ${visit.versionId},
        ${personId}, ${body.startedAt}, ${body.finishedAt}, ${now}, ${position?.lon ?? null},
        ${position?.lat ?? null}, ${position?.accuracyM ?? null}, ${body.noFixReason || null}, ${distanceM},
        ${body.note || null}, ${score.score?.text ?? null}, ${score.uncapped?.text ?? null},
        ${score.vetoedItems.length > 0}, ${score.scored}, ${JSON.stringify(body.answers)}, ${requestHash}, ${awaits})
      returning city_id, id)
    insert into answer (city_id, inspection_id, item_code, value, defects, earned, weight, note)
    select e.city_id, e.id, a."itemCode", a.value, a.defects, a.earned, a.weight, a.note
    from entered e, jsonb_to_recordset(${JSON.stringify(answers)}::jsonb)
      as a ("itemCode" text, value text, defects integer, earned numeric, weight numeric, note text)`.execute(
    tx,
  );
}

/** The photos that are here become evidence of the visit. */
async function recordFindings(
  setting: Submitting,
  body: InspectionBody,
  held: ReadonlySet<string>,
): Promise<void> {
  const uses = usesOf(setting, body).filter((use) => held.has(use.sha256));
  await recordPhotoUses(setting.tx, setting.cityId, uses);
}

function usesOf({ personId, now }: Submitting, body: InspectionBody): NewPhotoUse[] {
  return body.answers.flatMap(({ itemCode, photos }) =>
    oncePerPhoto(photos).map((photo) => ({
      ...photo,
      id: uuid(),
      subjectKind: 'inspection' as const,
      subjectId: body.id,
      itemCode,
      purpose: 'finding' as const,
      usedBy: personId,
      usedAt: now,
    })),
  );
}

/** What still has to arrive, for the visit and for the problems it raised. */
function awaitedUses(
  setting: Submitting,
  body: InspectionBody,
  raised: readonly RaisedProblem[],
  held: ReadonlySet<string>,
): AwaitedUse[] {
  const ofVisit = usesOf(setting, body).filter((use) => !held.has(use.sha256));
  const ofProblems = raised.flatMap(({ problem, awaited = [] }) =>
    awaited.map((photo) => ({
      ...photo,
      id: uuid(),
      subjectKind: 'problem' as const,
      subjectId: problem.problemId,
      itemCode: problem.itemCode,
      purpose: 'finding' as const,
      usedBy: setting.personId,
      usedAt: setting.now,
    })),
  );
  return [...ofVisit, ...ofProblems].map((use) => ({ ...use, inspectionId: body.id }));
}

function oncePerPhoto(photos: readonly PhotoReference[]): PhotoReference[] {
  return [...new Map(photos.map((photo) => [photo.sha256, photo])).values()];
}

function raisedFrom(
  body: InspectionBody,
  visit: VisitFacts,
  drafts: readonly ProblemDraft[],
  held: ReadonlySet<string>,
): RaisedProblem[] {
  const photosByItem = new Map(body.answers.map((answer) => [answer.itemCode, oncePerPhoto(answer.photos)]));
  return drafts.map((draft) => {
    const photos = photosByItem.get(draft.itemCode) ?? [];
    const place = placeOf(photos, visit, body);
    return {
      problem: {
        problemId: uuid(),
        siteId: visit.siteId,
        placeText: '',
        ...place,
        itemCode: draft.itemCode,
        versionId: visit.versionId,
        categoryKey: draft.categoryKey,
        severity: draft.severity,
        title: draft.title,
        description: draft.note,
        defects: draft.defects,
        deadlineHours: draft.deadlineHours,
        deadlineClock: draft.deadlineClock,
        sourceKind: 'inspection' as const,
        sourceRef: null,
        inspectionId: body.id,
        roundId: visit.roundId,
        // a partly met item may come with words instead of a photo; they are the reason
        reason: photos.length === 0 ? draft.note : null,
      },
      responsibleUnitType: draft.responsibleUnitType,
      photos: photos.filter((photo) => held.has(photo.sha256)),
      awaited: photos.filter((photo) => !held.has(photo.sha256)),
      isSample: visit.isSample,
    };
  });
}

function receiptLines(
  drafts: readonly ProblemDraft[],
  results: readonly RaisedResult[],
): InspectionReceipt['problems'] {
  return results.map((result, index) => ({
    id: result.problemId,
    number: result.number,
    itemCode: drafts[index]?.itemCode ?? '',
    title: drafts[index]?.title ?? '',
    severity: drafts[index]?.severity ?? 'normal',
    state: result.state,
    unitName: result.unitName,
    deadlineAt: result.deadlineAt,
  }));
}

/** Where a finding is: its photo knows best; the phone may be submitting from elsewhere. */
function placeOf(
  photos: readonly PhotoReference[],
  site: VisitFacts,
  body: InspectionBody,
): { lon: number | null; lat: number | null } {
  const located = photos.find((photo) => photo.lon !== null && photo.lat !== null);
  if (located) return { lon: located.lon, lat: located.lat };
  if (site.lon !== null && site.lat !== null) return { lon: site.lon, lat: site.lat };
  return { lon: body.position?.lon ?? null, lat: body.position?.lat ?? null };
}

/** The history keeps the submission as it came, the exact score behind the printed one, and the receipt. */
function submissionEvents(
  { cityId, personId, now }: Submitting,
  body: InspectionBody,
  { visit, score, receipt }: { visit: VisitFacts; score: SiteScore; receipt: InspectionReceipt },
): readonly ChainedEvent[] {
  const data = {
    submission: body,
    roundId: visit.roundId,
    siteId: visit.siteId,
    versionId: visit.versionId,
    exactScore: score.score,
    exactUncappedScore: score.uncapped,
    receipt,
  };
  return chainEvents(
    cityId,
    { kind: 'inspection', id: body.id, end: chainStart },
    [{ kind: 'inspection.submitted', data: data as unknown as Json }],
    { personId },
    now,
  );
}
