import { v7 as uuid } from 'uuid';
import type { Calendar } from '../../domain/deadlines/calendar.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import { dice, type Fate } from './problem-fates.ts';
import type { SampleCast } from './sample-cast.ts';
import type { SampleSite } from './sample-files.ts';
import { sampleId } from './sample-ids.ts';
import type { createSamplePhotos } from './sample-photos.ts';
import type { SampleStage } from './sample-stage.ts';
import type { Timeline } from './sample-timeline.ts';
import { pick, reasons } from './sample-words.ts';

/** A problem as it stands after it was raised and dispatched. */
export interface StandingProblem {
  readonly id: string;
  readonly title: string;
  version: number;
  readonly unitId: string;
  readonly raisedAt: Date;
  readonly deadlineAt: Date;
  readonly deadlineHours: number;
  readonly deadlineClock: 'work' | 'elapsed';
  readonly site: SampleSite;
}

export interface ProblemPlay {
  readonly stage: SampleStage;
  readonly timeline: Timeline;
  readonly cast: SampleCast;
  readonly calendar: Calendar;
  readonly photos: ReturnType<typeof createSamplePhotos>;
  readonly now: Date;
}

const hour = 3_600_000;
const day = 24 * hour;
const office = 'office1';
/** The claims, second looks and reopenings of the story lie in the three days before now. */
const secondLookAfter = 4 * day;

/**
 * Plans what people do with one problem, step by step as commands.
 *
 * A problem that is to stay open without being overdue gets a new deadline on one of the ways that the
 * ledger knows: sent back at the verification, or reopened at a second look (回头看).
 */
export function planProblem(play: ProblemPlay, problem: StandingProblem, fate: Fate): void {
  const { now } = play;
  const steps = stepsOf(play, problem, fate);
  const at = (part: number) => instantOf(play, problem, part);
  // the second look comes some days after the deadline; before that, what is late is just late
  const isDue = problem.deadlineAt.getTime() < now.getTime() - secondLookAfter;
  switch (fate.end) {
    case 'struckOff':
      fixInTime(play, problem, fate, steps, at);
      return;
    case 'returned':
      steps.giveBack(at(0.1));
      return;
    case 'dispatched':
    case 'assigned':
      if (!isDue || fate.isOverdue) {
        if (fate.end === 'assigned') steps.assign(at(0.2));
        return;
      }
      fixInTime(play, problem, { ...fate, isSentBack: false }, steps, at);
      steps.reopen(recent(play, fate, 'reopen', -2));
      if (fate.end === 'assigned') steps.assign(recent(play, fate, 'assign', -1));
      return;
    case 'inProgress':
    case 'fixClaimed': {
      steps.assign(at(0.1));
      steps.start(at(0.2));
      const isClaimed = fate.end === 'fixClaimed';
      if (isDue && !fate.isOverdue) {
        steps.claim(recent(play, fate, 'claim', -3));
        steps.sendBack(recent(play, fate, 'sendBack', -2));
        if (isClaimed) steps.claim(recent(play, fate, 'again', -1));
        return;
      }
      const until = Math.min(problem.deadlineAt.getTime() + 2 * day, now.getTime() - 2 * hour);
      if (fate.isSentBack) {
        steps.claim(at(0.3));
        steps.sendBack(at(0.4), problem.deadlineAt);
      }
      if (isClaimed) steps.claim(new Date(Math.max(until, at(0.4).getTime() + hour / 4)));
      return;
    }
    default:
      fate.end satisfies never;
  }
}

/** From assignment to strike-off, mostly before the deadline. */
function fixInTime(
  { now }: ProblemPlay,
  problem: StandingProblem,
  fate: Fate,
  steps: ReturnType<typeof stepsOf>,
  at: (part: number) => Date,
): void {
  const isLate = fate.end === 'struckOff' && dice(fate.key, 'late') < lateShare;
  steps.assign(at(0.1));
  steps.start(at(0.2));
  if (fate.isSentBack) {
    steps.claim(at(0.3));
    steps.sendBack(at(0.45), problem.deadlineAt);
  }
  const delay = isLate ? day * (1 + 2 * dice(fate.key, 'delay')) : 0;
  const inTime = at(0.85).getTime();
  // what would end after today is done in time instead
  const isPossible = problem.deadlineAt.getTime() + delay + day < now.getTime();
  if (isLate && isPossible) {
    steps.claim(new Date(problem.deadlineAt.getTime() + delay));
    steps.confirm(new Date(problem.deadlineAt.getTime() + delay + 3 * hour));
    return;
  }
  if (inTime > now.getTime() - hour) return;
  steps.claim(at(0.6));
  steps.confirm(new Date(inTime));
}

/** Share of the problems struck off that were late, invented. */
const lateShare = 0.18;

/** The instant at which a part of the time limit has passed, counted on the clock of the limit. */
function instantOf({ calendar }: ProblemPlay, problem: StandingProblem, part: number): Date {
  const { raisedAt, deadlineHours, deadlineClock } = problem;
  return new Date(deadlineAt(raisedAt, deadlineHours * part, deadlineClock, calendar));
}

/** An hour of the day `offset` days from now, always before now for a negative offset. */
function recent({ now }: ProblemPlay, fate: Fate, what: string, offset: number): Date {
  const china = 8 * hour;
  const midnight = Math.floor((now.getTime() + china) / day) * day - china;
  return new Date(midnight + offset * day + 9 * hour + Math.floor(dice(fate.key, what) * 480) * 60_000);
}

function stepsOf(
  { stage, timeline, cast, calendar, photos, now }: ProblemPlay,
  problem: StandingProblem,
  fate: Fate,
) {
  const { site, unitId } = problem;
  const liaison = cast.liaisonOf(unitId);
  const worker = cast.workerOf(unitId, dice(fate.key, 'worker'));
  const verifier = cast.verifier(dice(fate.key, 'verifier'));

  const move = async (login: string, path: string, body: object) => {
    const address = `/api/problems/${problem.id}/${path}`;
    const said = { commandId: uuid(), version: problem.version, ...body };
    const reply = await stage.call<{ version: number }>(login, 'POST', address, said);
    problem.version = reply.version;
  };
  const photo = async (login: string, purpose: 'after' | 'verification') => {
    const taken = stage.clock.now.getTime() - 60_000;
    const mark = `${problem.id} ${purpose} ${stage.clock.now.toISOString()}`;
    const sha256 = await stage.uploadPhoto(login, await photos(site.siteType, purpose, mark));
    return { sha256, deviceTakenAt: new Date(taken).toISOString(), ...cast.near(site, mark) };
  };
  // what would come after now has not happened yet
  const add = (at: Date, run: () => Promise<void>) => {
    if (at.getTime() < now.getTime()) timeline.add(at, run, problem.id);
  };

  return {
    assign: (at: Date) => add(at, () => move(liaison, 'assign', { personId: sampleId('person', worker) })),
    start: (at: Date) => add(at, () => move(worker, 'start', {})),
    claim: (at: Date) =>
      add(at, async () =>
        move(worker, 'claim-fixed', { photos: [await photo(worker, 'after')], reason: null }),
      ),
    confirm: (at: Date) =>
      add(at, async () =>
        move(verifier, 'confirm', {
          photos: [await photo(verifier, 'verification')],
          offSiteReason: site.position ? null : '点位没有坐标，已到现场核实',
        }),
      ),
    /** `deadline`: kept where it is still to come; else a new one after now. */
    sendBack: (at: Date, deadline?: Date) =>
      add(at, async () => {
        const isAhead = deadline && deadline.getTime() > stage.clock.now.getTime();
        const next = deadlineAt(now, 8 + Math.floor(dice(fate.key, 'limit') * 32), 'work', calendar);
        await move(verifier, 'send-back', {
          photos: [await photo(verifier, 'verification')],
          reason: pick(reasons.sendBack, dice(fate.key, 'reason')),
          deadlineAt: isAhead ? deadline.toISOString() : next,
        });
      }),
    reopen: (at: Date) =>
      add(at, () =>
        move(office, 'reopen', {
          reason: pick(reasons.reopen, dice(fate.key, 'reason')),
          unitId,
          assistingUnitIds: [],
          deadlineAt: deadlineAt(now, 4 + Math.floor(dice(fate.key, 'limit') * 36), 'work', calendar),
        }),
      ),
    giveBack: (at: Date) =>
      add(at, () =>
        move(liaison, 'return', {
          reason: pick(reasons.giveBack, dice(fate.key, 'reason')),
          proposedUnitId: cast.otherOwner(site, unitId),
        }),
      ),
  };
}
