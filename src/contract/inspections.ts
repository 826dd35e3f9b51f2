import { z } from 'zod';
import { mostDefects } from '../domain/inspections/check-answers.ts';
import { endpoint, idParams, paragraph } from './endpoint.ts';
import { deviceInstant, photoReference, photoUseView } from './photos.ts';

const answerValue = z.enum(['met', 'partly', 'not_met', 'na', 'counted']);
const position = z
  .object({
    lon: z.number().min(-180).max(180),
    lat: z.number().min(-90).max(90),
    accuracyM: z.number().min(0).max(1_000_000).nullable(),
  })
  .strict();

/** What the inspector found for one item. `defects` goes with `counted` only. */
export const submittedAnswer = z
  .object({
    itemCode: z.string().min(1).max(20),
    value: answerValue,
    defects: z.number().int().min(0).max(mostDefects).nullable(),
    note: paragraph(1000),
    photos: z.array(photoReference).max(9),
  })
  .strict();
export type SubmittedAnswer = z.infer<typeof submittedAnswer>;

/** One visit, whole. `id` is made when the visit begins, so that sending twice enters once. */
export const inspectionBody = z
  .object({
    id: z.uuid(),
    visitId: z.uuid(),
    startedAt: deviceInstant,
    finishedAt: deviceInstant,
    /** Where the phone was; null needs `noFixReason`. */
    position: position.nullable(),
    noFixReason: paragraph(200).nullable(),
    note: paragraph(2000),
    answers: z.array(submittedAnswer).max(200),
    /** True: photos named here may still be on the phone; the visit counts when the last has arrived. */
    photosFollow: z.boolean().optional(),
  })
  .strict();
export type InspectionBody = z.infer<typeof inspectionBody>;

const scoreFields = {
  isScored: z.boolean(),
  unscoredReason: z.enum(['nothing-applicable', 'under-half-applicable']).nullable(),
  /** Two decimals; what counts, after the veto rule. */
  score: z.string().nullable(),
  uncappedScore: z.string().nullable(),
  vetoFailed: z.boolean(),
  vetoedItems: z.array(z.string()),
  applicableWeight: z.string(),
  totalWeight: z.string(),
};

/** The receipt of an inspection. Sent again, the same inspection gets the same receipt. */
export const inspectionReceipt = z.object({
  id: z.string(),
  visitId: z.string(),
  siteId: z.string(),
  siteName: z.string(),
  receivedAt: z.string(),
  ...scoreFields,
  /** Metres from the site; null where either position is unknown. */
  distanceM: z.number().nullable(),
  problems: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      itemCode: z.string(),
      title: z.string(),
      severity: z.enum(['normal', 'high']),
      state: z.enum(['reported', 'dispatched']),
      unitName: z.string().nullable(),
      deadlineAt: z.string().nullable(),
    }),
  ),
  /** SHA-256 of the photos that are safe on the server. */
  photos: z.array(z.string()),
  /** Those still awaited. */
  awaited: z.array(z.string()).default([]),
});
export type InspectionReceipt = z.infer<typeof inspectionReceipt>;

export const submitInspection = endpoint({
  name: 'inspections.submit',
  method: 'POST',
  path: '/api/inspections',
  access: 'asked',
  body: inspectionBody,
  reply: inspectionReceipt,
});

const siteView = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  siteType: z.string(),
  siteTypeName: z.string(),
  siteTypeNameEn: z.string(),
  unitName: z.string(),
  address: z.string().nullable(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
});

const roundName = z.object({ id: z.string(), name: z.string(), startsOn: z.string(), endsOn: z.string() });

/** A visit of the asker in an open round. */
export const myVisit = z.object({
  id: z.string(),
  round: roundName,
  site: siteView,
  items: z.number(),
  inspection: z
    .object({
      id: z.string(),
      finishedAt: z.string(),
      isScored: z.boolean(),
      score: z.string().nullable(),
      problems: z.number(),
    })
    .nullable(),
});
export type MyVisit = z.infer<typeof myVisit>;

/** The asker's visits in open rounds: those to do first, by unit and code. */
export const listMyVisits = endpoint({
  name: 'inspections.myVisits',
  method: 'GET',
  path: '/api/my/visits',
  access: 'asked',
  reply: z.object({ visits: z.array(myVisit), toDo: z.number(), done: z.number() }),
});

export const checklistItemView = z.object({
  code: z.string(),
  title: z.string(),
  titleEn: z.string(),
  weight: z.string(),
  scale: z.union([
    z.object({ type: z.literal('three_level') }),
    z.object({
      type: z.literal('defect_count'),
      deductPerDefect: z.string(),
      zeroAtDefects: z.number(),
    }),
  ]),
  veto: z.boolean(),
  evidence: z.enum(['photo_required', 'photo_on_fail']),
  categoryName: z.string(),
  categoryNameEn: z.string(),
});
export type ChecklistItemView = z.infer<typeof checklistItemView>;

/** A finding of the last inspection at the site, with what became of it. */
export const lastFinding = z.object({
  itemCode: z.string(),
  value: answerValue,
  defects: z.number().nullable(),
  note: z.string(),
  problemNumber: z.number().nullable(),
  problemState: z.string().nullable(),
});
export type LastFinding = z.infer<typeof lastFinding>;

/** Everything a phone needs to make one visit. */
export const visitPacket = z.object({
  id: z.string(),
  round: roundName.extend({ state: z.enum(['planned', 'open', 'closed']) }),
  site: siteView,
  versionId: z.string(),
  observationScope: z.string(),
  items: z.array(checklistItemView),
  lastInspection: z
    .object({
      id: z.string(),
      finishedAt: z.string(),
      score: z.string().nullable(),
      findings: z.array(lastFinding),
    })
    .nullable(),
  /** The inspection of this visit, once submitted. */
  inspectionId: z.string().nullable(),
});
export type VisitPacket = z.infer<typeof visitPacket>;

/** The packet of one of the asker's own visits; somebody else's is not found. */
export const getVisitPacket = endpoint({
  name: 'inspections.packet',
  method: 'GET',
  path: '/api/visits/:id',
  access: 'asked',
  params: idParams,
  reply: visitPacket,
});

/** One inspection as it stands on record. */
export const inspectionView = z.object({
  id: z.string(),
  round: roundName,
  site: siteView,
  inspector: z.object({ id: z.string(), name: z.string() }),
  startedAt: z.string(),
  finishedAt: z.string(),
  receivedAt: z.string(),
  position: z.object({ lon: z.number(), lat: z.number(), accuracyM: z.number().nullable() }).nullable(),
  noFixReason: z.string().nullable(),
  distanceM: z.number().nullable(),
  note: z.string(),
  /** Photos that have not arrived; above 0 the visit does not count yet. */
  awaitsPhotos: z.number(),
  ...scoreFields,
  answers: z.array(
    z.object({
      item: checklistItemView,
      value: answerValue,
      defects: z.number().nullable(),
      note: z.string(),
      /** Marks earned, two decimals; null where not applicable. */
      earned: z.string().nullable(),
      vetoed: z.boolean(),
      photos: z.array(photoUseView),
      problem: z
        .object({
          id: z.string(),
          number: z.number(),
          state: z.string(),
          unitName: z.string().nullable(),
          deadlineAt: z.string().nullable(),
        })
        .nullable(),
    }),
  ),
  /** Hash of the history's entry, to compare with an export. */
  eventHash: z.string(),
});
export type InspectionView = z.infer<typeof inspectionView>;

export const getInspection = endpoint({
  name: 'inspections.get',
  method: 'GET',
  path: '/api/inspections/:id',
  access: 'asked',
  params: idParams,
  reply: inspectionView,
});
