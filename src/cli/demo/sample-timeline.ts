import { AsyncLocalStorage } from 'node:async_hooks';

/** The clock of the sample story: each step has its own time, as steps of different people overlap. */
export interface SampleClock {
  /** The instant of the step that asks; before the first step, the beginning. */
  readonly now: Date;
  /** Does something at an instant. */
  at<T>(instant: Date, run: () => Promise<T>): Promise<T>;
}

export function createSampleClock(begin: Date): SampleClock {
  const instants = new AsyncLocalStorage<Date>();
  return {
    get now() {
      return instants.getStore() ?? begin;
    },
    at: (instant, run) => instants.run(instant, run),
  };
}

interface Step {
  readonly at: number;
  readonly run: () => Promise<void>;
  readonly subject: string | undefined;
}

/** What happens in the sample story, in order of time. */
export interface Timeline {
  /**
   * Plans a step, which may plan what follows from it. Steps of one subject happen one after the other; one
   * without a subject (a round opens, a ranking is computed) waits for all before it and happens alone.
   */
  add(at: Date | number, run: () => Promise<void>, subject?: string): void;
  /** Plays until nothing is left. `watch` hears of each step that is done. @throws what a step throws. */
  play(clock: SampleClock, watch: (done: number, at: Date) => void): Promise<void>;
}

/** Stands for the subject of a step that happens alone. */
const alone = '';
/** Steps under way at once; more wait for the same two processes, this one and the database. */
const mostAtOnce = 4;

export function createTimeline(): Timeline {
  // sorted backwards: the next step is the last element
  const steps: Step[] = [];
  return {
    add(at, run, subject) {
      const instant = Number(at);
      let low = 0;
      let high = steps.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((steps[middle]?.at ?? 0) > instant) low = middle + 1;
        else high = middle;
      }
      steps.splice(low, 0, { at: instant, run, subject });
    },
    async play(clock, watch) {
      const underWay = new Map<string, Promise<void>>();
      let done = 0;
      const begin = ({ at, run, subject = alone }: Step) => {
        const happening = clock.at(new Date(at), run).then(() => {
          underWay.delete(subject);
          done += 1;
          watch(done, new Date(at));
        });
        // heard of where it is waited for
        happening.catch(() => undefined);
        underWay.set(subject, happening);
      };
      try {
        for (;;) {
          const next = steps.at(-1);
          const before = underWay.get(alone) ?? underWay.get(next?.subject ?? alone);
          if (before !== undefined) {
            await before;
          } else if (underWay.size > 0 && (next?.subject === undefined || underWay.size >= mostAtOnce)) {
            // what ends now may plan a step before the next one
            await Promise.race(underWay.values());
          } else if (next) {
            steps.pop();
            begin(next);
          } else {
            return;
          }
        }
      } finally {
        await Promise.allSettled(underWay.values());
      }
    },
  };
}
