import { z } from 'zod';
import { hintCodes, hintStrengths } from '../domain/evidence/hint.ts';
import { twinViews } from '../domain/evidence/picture-views.ts';
import { endpoint, idParams } from './endpoint.ts';

const purpose = z.enum(['finding', 'after', 'verification']);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Something a verifier should look at in a photo; never a verdict. */
export const evidenceHint = z.object({
  code: z.enum(hintCodes),
  strength: z.enum(hintStrengths),
  facts,
});
export type EvidenceHint = z.infer<typeof evidenceHint>;

/** Another photo that is the same or looks alike, and one place where it serves. */
export const evidenceTwin = z.object({
  /** Null: the asker may not see it, and is told only that it exists. */
  sha256: z.string().nullable(),
  /** Hundredths; 100 only for the same file. */
  percent: z.number(),
  /** `same`: the same file. */
  view: z.enum(['same', ...twinViews]),
  isSameProblem: z.boolean(),
  receivedAt: z.string().nullable(),
  /** Null where it serves nowhere, or out of sight. */
  use: z
    .object({
      id: z.string(),
      subjectKind: z.enum(['inspection', 'problem']),
      subjectId: z.string(),
      problemNumber: z.number().nullable(),
      siteName: z.string().nullable(),
      unitName: z.string().nullable(),
      purpose,
      usedAt: z.string(),
      deviceTakenAt: z.string().nullable(),
    })
    .nullable(),
});
export type EvidenceTwin = z.infer<typeof evidenceTwin>;

export const evidencePhoto = z.object({
  useId: z.string(),
  sha256: z.string(),
  purpose,
  /** Metres from the place of the problem, by the device; null where either position is unknown. */
  distanceM: z.number().nullable(),
  hints: z.array(evidenceHint),
  twins: z.array(evidenceTwin),
});
export type EvidencePhoto = z.infer<typeof evidencePhoto>;

/** For those who verify: hints on every photo of a problem, and the photos that look alike. */
export const getProblemEvidence = endpoint({
  name: 'evidence.problem',
  method: 'GET',
  path: '/api/problems/:id/evidence',
  access: 'asked',
  params: idParams,
  reply: z.object({
    /** How far from the place still counts as there. */
    radiusM: z.number(),
    photos: z.array(evidencePhoto),
  }),
});
