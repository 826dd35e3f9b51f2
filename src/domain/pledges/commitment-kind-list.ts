import type { CommitmentKind } from './parsed-pledges.ts';

const every: Readonly<Record<CommitmentKind, true>> = {
  listAndLedger: true,
  siteWork: true,
  publicity: true,
  mechanism: true,
  resources: true,
  training: true,
  thought: true,
  inspection: true,
  other: true,
};

/** Every kind of commitment; the record above does not compile without one of them. */
export const commitmentKinds = Object.keys(every) as readonly CommitmentKind[];
