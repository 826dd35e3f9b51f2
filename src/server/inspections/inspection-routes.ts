import {
  getInspection,
  getVisitPacket,
  type InspectionView,
  listMyVisits,
  submitInspection,
} from '../../contract/inspections.ts';
import type { AnswerValue } from '../../domain/inspections/answer.ts';
import { scoreSite } from '../../domain/inspections/score-site.ts';
import { listPhotoUses } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { forbidden, notFound, Refused } from '../platform/refused.ts';
import { findPublishedChecklist, type PublishedChecklist } from '../standards/checklist-queries.ts';
import { checklistItemViewOf } from './checklist-item-view.ts';
import {
  findInspection,
  findLastInspection,
  findSubmission,
  findVisit,
  listAnswers,
  listFindings,
  listRaisedProblems,
  listVisitsOf,
  roundNameOf,
  siteViewOf,
  type VisitFacts,
} from './inspection-queries.ts';
import { enterInspection } from './submit-inspection.ts';

/** Inspections: what an inspector has to do, what he sends, and how it stands on record. */
export function inspectionRoutes(): Route[] {
  return [
    implement(listMyVisits, async ({ tx, cityId, actor, ask }) => {
      ask.requireAnywhere('inspection.submit');
      const visits = await listVisitsOf(tx, cityId, actor.personId);
      const done = visits.filter((visit) => visit.inspection !== null).length;
      return { visits, toDo: visits.length - done, done };
    }),

    implement(getVisitPacket, async ({ tx, cityId, actor, ask, params }) => {
      ask.requireAnywhere('inspection.submit');
      const visit = await findVisit(tx, cityId, params.id);
      if (!visit || visit.inspectorId !== actor.personId || visit.roundState === 'planned') throw notFound();
      const standard = await requireChecklist(tx, cityId, visit);
      const { checklist } = standard;
      const last = await findLastInspection(tx, cityId, visit.siteId);
      const codes = new Set(checklist.items.map((item) => item.code));
      const findings = last ? await listFindings(tx, cityId, last.id) : [];
      return {
        id: visit.visitId,
        round: { ...roundNameOf(visit), state: visit.roundState },
        site: siteViewOf(visit),
        versionId: visit.versionId,
        observationScope: checklist.observationScope,
        items: checklist.items.map((item) => checklistItemViewOf(standard, item)),
        lastInspection: last
          ? { ...last, findings: findings.filter((finding) => codes.has(finding.itemCode)) }
          : null,
        inspectionId: await findInspectionOfVisit(tx, cityId, visit.visitId),
      };
    }),

    implement(submitInspection, async ({ tx, cityId, actor, ask, body, now }) => {
      ask.requireAnywhere('inspection.submit');
      const maySubmit = (path: string) => ask.may('inspection.submit', path);
      return enterInspection({ tx, cityId, personId: actor.personId, maySubmit, now }, body);
    }),

    implement(getInspection, async ({ tx, cityId, actor, ask, params }) => {
      const inspection = await findInspection(tx, cityId, params.id);
      const visit = inspection && (await findVisit(tx, cityId, inspection.visitId));
      const seesAny = ask.reach('inspection.view').length > 0;
      if (!seesAny) throw forbidden();
      if (!inspection || !visit) throw notFound();
      if (inspection.inspectorId !== actor.personId) ask.requireSight('inspection.view', visit.territoryPath);
      return {
        id: inspection.id,
        round: roundNameOf(visit),
        site: siteViewOf(visit),
        inspector: { id: inspection.inspectorId, name: inspection.inspectorName },
        startedAt: inspection.startedAt,
        finishedAt: inspection.finishedAt,
        receivedAt: inspection.receivedAt,
        position:
          inspection.lon === null || inspection.lat === null
            ? null
            : { lon: inspection.lon, lat: inspection.lat, accuracyM: inspection.accuracyM },
        noFixReason: inspection.noFixReason,
        distanceM: inspection.distanceM,
        note: inspection.note ?? '',
        awaitsPhotos: inspection.awaitsPhotos,
        ...(await contentOf(tx, cityId, inspection.id, visit)),
      };
    }),
  ];
}

async function requireChecklist(tx: Tx, cityId: string, visit: VisitFacts): Promise<PublishedChecklist> {
  const standard = await findPublishedChecklist(tx, cityId, visit.versionId, visit.siteType);
  if (!standard) throw new Refused(409, 'inspection.noChecklist', { siteType: visit.siteTypeName });
  return standard;
}

async function findInspectionOfVisit(tx: Tx, cityId: string, visitId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('inspection')
    .select('id')
    .where('city_id', '=', cityId)
    .where('visit_id', '=', visitId)
    .executeTakeFirst();
  return row?.id ?? null;
}

type Content = Pick<
  InspectionView,
  | 'isScored'
  | 'unscoredReason'
  | 'score'
  | 'uncappedScore'
  | 'vetoFailed'
  | 'vetoedItems'
  | 'applicableWeight'
  | 'totalWeight'
  | 'answers'
  | 'eventHash'
>;

/** The score is reckoned again from the answers: what the page shows is what anybody can repeat. */
async function contentOf(tx: Tx, cityId: string, inspectionId: string, visit: VisitFacts): Promise<Content> {
  const standard = await requireChecklist(tx, cityId, visit);
  const rows = await listAnswers(tx, cityId, inspectionId);
  const answers = rows.map((row) => ({
    itemCode: row.itemCode,
    value: row.value as AnswerValue,
    note: row.note ?? '',
    photoIds: [],
    ...(row.defects === null ? {} : { defects: row.defects }),
  }));
  const score = scoreSite(standard.checklist, answers, standard.scoring);
  const photos = await listPhotoUses(tx, cityId, 'inspection', [inspectionId]);
  const problems = await listRaisedProblems(tx, cityId, inspectionId);
  const submission = await findSubmission(tx, cityId, inspectionId);
  const earned = new Map(score.items.map((item) => [item.itemCode, item]));
  return {
    isScored: score.scored,
    unscoredReason: score.reason,
    score: score.score?.text ?? null,
    uncappedScore: score.uncapped?.text ?? null,
    vetoFailed: score.vetoedItems.length > 0,
    vetoedItems: [...score.vetoedItems],
    applicableWeight: score.applicableWeight,
    totalWeight: score.totalWeight,
    eventHash: submission?.hash.toString('hex') ?? '',
    answers: standard.checklist.items.flatMap((item) => {
      const answer = answers.find(({ itemCode }) => itemCode === item.code);
      if (!answer) return [];
      const problem = problems.find(({ itemCode }) => itemCode === item.code);
      return [
        {
          item: checklistItemViewOf(standard, item),
          value: answer.value,
          defects: answer.defects ?? null,
          note: answer.note,
          earned: earned.get(item.code)?.score?.text ?? null,
          vetoed: earned.get(item.code)?.vetoed ?? false,
          photos: photos.filter((photo) => photo.itemCode === item.code),
          problem: problem ?? null,
        },
      ];
    }),
  };
}
