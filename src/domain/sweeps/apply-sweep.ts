import {
  countsOf,
  type Sweep,
  type SweepCheck,
  type SweepCounts,
  type SweptSite,
  type WholeSweep,
} from './sweep.ts';
import type { SweepEvent } from './sweep-events.ts';

const counted = [
  'clear',
  'found',
  'notChecked',
  'withPhoto',
  'spotChecked',
  'contradicted',
] as const satisfies readonly (keyof SweepCounts)[];

/** A site of the snapshot before anybody looked. */
export function uncheckedSite(site: SweptSite): SweepCheck {
  return {
    ...site,
    result: null,
    reason: null,
    photoCount: 0,
    problemId: null,
    checkedAt: null,
    checkedBy: null,
    spotResult: null,
    spotReason: null,
    spotPhotoCount: 0,
    spotProblemId: null,
    spottedAt: null,
    spottedBy: null,
  };
}

/**
 * The sweep after one more event, its checks left out: what the row holds.
 *
 * @param check the check the event is about, as it was before; `null` for other events.
 * @throws Error where the history is broken.
 */
export function applySweep(sweep: Sweep | null, check: SweepCheck | null, event: SweepEvent): Sweep {
  if (event.kind === 'sweep.started') {
    if (sweep) throw new Error(`sweep ${sweep.id} starts twice`);
    return started(event);
  }
  if (!sweep) throw new Error(`history begins with ${event.kind} instead of sweep.started`);
  return { ...sweep, ...changeBy(sweep, check, event), version: sweep.version + 1 };
}

function started({ at, by, data }: Extract<SweepEvent, { kind: 'sweep.started' }>): Sweep {
  const { sweepId, number, sites, ...subject } = data;
  return {
    id: sweepId,
    number,
    title: subject.title,
    categoryKey: subject.categoryKey,
    itemCode: subject.itemCode,
    versionId: subject.versionId,
    severity: subject.severity,
    siteTypes: subject.siteTypes,
    scopeUnitId: subject.scopeUnitId,
    ownerUnitId: subject.ownerUnitId,
    problemId: subject.problemId,
    dueAt: subject.dueAt,
    state: 'open',
    total: sites.length,
    clear: 0,
    found: 0,
    notChecked: 0,
    withPhoto: 0,
    spotChecked: 0,
    contradicted: 0,
    startedAt: at,
    startedBy: by,
    cause: null,
    causeNote: null,
    waiveReason: null,
    closedAt: null,
    closedBy: null,
    reopenCount: 0,
    version: 1,
  };
}

function changeBy(
  sweep: Sweep,
  check: SweepCheck | null,
  event: Exclude<SweepEvent, { kind: 'sweep.started' }>,
): Partial<Sweep> {
  switch (event.kind) {
    case 'sweep.checked':
    case 'sweep.spot_checked':
      return recounted(sweep, check, event);
    case 'sweep.attached':
      return {};
    case 'sweep.done':
      return {
        state: 'done',
        cause: event.data.cause,
        causeNote: event.data.causeNote,
        waiveReason: event.data.restReason,
        closedAt: event.at,
        closedBy: event.by,
      };
    case 'sweep.waived':
      return { state: 'waived', waiveReason: event.data.reason, closedAt: event.at, closedBy: event.by };
    case 'sweep.cancelled':
      return { state: 'cancelled', waiveReason: event.data.reason, closedAt: event.at, closedBy: event.by };
    case 'sweep.reopened':
      return {
        state: 'open',
        cause: null,
        causeNote: null,
        waiveReason: null,
        closedAt: null,
        closedBy: null,
        reopenCount: sweep.reopenCount + 1,
      };
    default: {
      const unknown: never = event;
      throw new Error(`unknown event ${JSON.stringify(unknown)}`);
    }
  }
}

/** Takes the old check out of the counts and the new one in. */
function recounted(sweep: Sweep, check: SweepCheck | null, event: SweepEvent): Partial<Sweep> {
  if (!check) throw new Error(`${event.kind} is about no site of sweep ${sweep.id}`);
  const [before, after] = [countsOf(check), countsOf(applyCheck(check, event))];
  return Object.fromEntries(counted.map((key) => [key, sweep[key] - before[key] + after[key]]));
}

/** The check after an event about it; any other event leaves it as it is. */
export function applyCheck(check: SweepCheck, event: SweepEvent): SweepCheck {
  switch (event.kind) {
    case 'sweep.checked':
      if (event.data.checkId !== check.checkId) return check;
      return {
        ...check,
        result: event.data.result,
        reason: event.data.reason,
        photoCount: event.data.photoIds.length,
        problemId: event.data.problemId,
        checkedAt: event.at,
        checkedBy: event.by,
      };
    case 'sweep.spot_checked':
      if (event.data.checkId !== check.checkId) return check;
      return {
        ...check,
        spotResult: event.data.result,
        spotReason: event.data.reason,
        spotPhotoCount: event.data.photoIds.length,
        spotProblemId: event.data.problemId,
        spottedAt: event.at,
        spottedBy: event.by,
      };
    default:
      return check;
  }
}

/** The sweep and the one check that a decision was about, after its events in their order. */
export function advanceSweep(
  sweep: Sweep | null,
  check: SweepCheck | null,
  events: readonly SweepEvent[],
): { readonly sweep: Sweep; readonly check: SweepCheck | null } {
  let [reached, about] = [sweep, check];
  for (const event of events) {
    reached = applySweep(reached, about, event);
    about = about && applyCheck(about, event);
  }
  if (!reached) throw new Error('no events');
  return { sweep: reached, check: about };
}

/** The sweep, its checks and its problems that a whole history makes. Throws as {@link applySweep} does. */
export function foldSweep(events: Iterable<SweepEvent>): WholeSweep | null {
  let sweep: Sweep | null = null;
  const checks = new Map<string, SweepCheck>();
  const problemIds = new Set<string>();
  for (const event of events) {
    const about = 'checkId' in event.data ? (checks.get(event.data.checkId) ?? null) : null;
    sweep = applySweep(sweep, about, event);
    if (about) checks.set(about.checkId, applyCheck(about, event));
    if (event.kind === 'sweep.started') {
      for (const site of event.data.sites) checks.set(site.checkId, uncheckedSite(site));
      if (event.data.problemId !== null) problemIds.add(event.data.problemId);
    }
    if (event.kind === 'sweep.attached') problemIds.add(event.data.problemId);
  }
  return sweep && { sweep, checks, problemIds: [...problemIds] };
}
