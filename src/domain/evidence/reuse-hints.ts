import type { EvidenceFacts, PhotoTwin } from './evidence-facts.ts';
import type { Hint } from './hint.ts';
import { strongSimilarity } from './twin-similarity.ts';

/**
 * From here two photos of one spot are the same shot: photos of one place taken from nearly the same spot
 * at two moments stayed below (docs/evidence.md).
 */
export const identicalSimilarity = 0.97;

/** Hints of the same file, or the same picture, serving twice. */
export function reuseHints(photo: EvidenceFacts): Hint[] {
  return [
    ...sameFile(photo),
    ...twinsElsewhere(photo),
    ...twinsInProblem(photo),
    ...(photo.uploadedBy === photo.usedBy
      ? []
      : [{ code: 'otherUploader', strength: 'strong', facts: {} } as const]),
  ];
}

function sameFile({ reuses }: EvidenceFacts): Hint[] {
  const [own] = reuses.filter((reuse) => reuse.isSameProblem);
  const elsewhere = reuses.filter((reuse) => !reuse.isSameProblem);
  // the one that may be seen says most
  const shown = elsewhere.find((reuse) => reuse.problemNumber !== null) ?? elsewhere[0];
  return [
    ...(own
      ? [{ code: 'sameFileInProblem', strength: 'strong', facts: { purpose: own.purpose } } as const]
      : []),
    ...(shown
      ? [
          {
            code: 'sameFileElsewhere',
            strength: 'strong',
            facts: {
              count: elsewhere.length,
              number: shown.problemNumber,
              site: shown.siteName,
              at: shown.usedAt,
            },
          } as const,
        ]
      : []),
  ];
}

function twinsElsewhere({ twins }: EvidenceFacts): Hint[] {
  const elsewhere = twins.filter((twin) => !twin.isSameProblem).sort(bySimilarity);
  const [nearest] = elsewhere;
  if (!nearest) return [];
  // of one place many honest photos look alike; only the very same shot is strange there
  const least = nearest.isSameSite ? identicalSimilarity : strongSimilarity;
  return [
    {
      code: 'twinElsewhere',
      strength: nearest.similarity >= least ? 'strong' : 'weak',
      facts: {
        percent: percentOf(nearest),
        view: nearest.view,
        count: elsewhere.length,
        number: nearest.problemNumber,
        site: nearest.siteName,
        sameSite: nearest.isSameSite,
        at: nearest.usedAt,
      },
    },
  ];
}

function twinsInProblem({ purpose, twins }: EvidenceFacts): Hint[] {
  const own = twins.filter((twin) => twin.isSameProblem).sort(bySimilarity);
  const pair = own.find((twin) => twin.purpose !== purpose && twin.similarity >= identicalSimilarity);
  const double = own.find((twin) => twin.purpose === purpose && twin.similarity >= identicalSimilarity);
  return [
    ...(pair
      ? [
          {
            code: 'pairIdentical',
            strength: 'strong',
            facts: { percent: percentOf(pair), view: pair.view, purpose: pair.purpose },
          } as const,
        ]
      : []),
    ...(double
      ? [{ code: 'twinInProblem', strength: 'weak', facts: { percent: percentOf(double) } } as const]
      : []),
  ];
}

function bySimilarity(a: PhotoTwin, b: PhotoTwin): number {
  return b.similarity - a.similarity;
}

/** Never 100 for what is not the same to the last bit. */
function percentOf({ similarity }: PhotoTwin): number {
  return Math.min(99, Math.round(similarity * 100));
}
