import { useQuery } from '@tanstack/react-query';
import { ApiRefusal, call } from '../../client/api.ts';
import { useMay } from '../../client/session.tsx';
import { type EvidencePhoto, getProblemEvidence } from '../../contract/evidence.ts';
import type { ProblemView } from '../../contract/problems.ts';

/** Hints on the photos of a problem by use, for those who verify; empty for everybody else. */
export function useProblemEvidence({ id, version, photos }: ProblemView): {
  readonly byUse: ReadonlyMap<string, EvidencePhoto>;
  readonly error: unknown;
} {
  const [mayVerify, mayReopen] = [useMay('problem.verify'), useMay('problem.reopen')];
  const evidence = useQuery({
    // every move may bring photos, and with them other hints
    queryKey: [getProblemEvidence.name, id, version],
    queryFn: () => call(getProblemEvidence, { params: { id } }),
    enabled: (mayVerify || mayReopen) && photos.length > 0,
    retry: false,
  });
  // somebody may verify elsewhere but not here: that is no fault to be shown
  const isOthers = evidence.error instanceof ApiRefusal && evidence.error.status === 403;
  return {
    byUse: new Map((evidence.data?.photos ?? []).map((photo) => [photo.useId, photo])),
    error: isOthers ? null : evidence.error,
  };
}
