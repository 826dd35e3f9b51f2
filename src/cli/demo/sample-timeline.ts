/** Something that happens at an instant of the sample story; it may add what follows from it. */
interface Step {
  readonly at: number;
  readonly run: () => Promise<void>;
}

/** What happens in the sample story, in order of time. */
export interface Timeline {
  add(at: Date | number, run: () => Promise<void>): void;
  /** Plays until nothing is left, moving the clock; steps of one instant run in the order they were added. */
  play(clock: { now: Date }, watch?: (done: number) => void): Promise<void>;
}

export function createTimeline(): Timeline {
  // sorted backwards: the next step is the last element
  const steps: Step[] = [];
  return {
    add(at, run) {
      const instant = Number(at);
      let low = 0;
      let high = steps.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((steps[middle]?.at ?? 0) > instant) low = middle + 1;
        else high = middle;
      }
      steps.splice(low, 0, { at: instant, run });
    },
    async play(clock, watch) {
      for (let done = 1; ; done += 1) {
        const step = steps.pop();
        if (!step) return;
        clock.now = new Date(Math.max(step.at, clock.now.getTime()));
        await step.run();
        watch?.(done);
      }
    },
  };
}
