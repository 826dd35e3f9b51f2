import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createSampleClock, createTimeline } from './sample-timeline.ts';

const begin = new Date('2026-11-01T00:00:00Z');

function play() {
  const clock = createSampleClock(begin);
  const timeline = createTimeline();
  const told: string[] = [];
  const step =
    (name: string, length = 0) =>
    async () => {
      const at = clock.now.getTime();
      await pause(length);
      told.push(`${name} ${at}${clock.now.getTime() === at ? '' : ' moved'}`);
    };
  return { clock, timeline, told, step, end: () => timeline.play(clock, () => undefined) };
}

describe('the timeline of the sample story', () => {
  it('plays in order of time, whatever the order of planning, each step at its own time', async () => {
    const { timeline, told, step, end } = play();
    for (const at of [30, 10, 20]) timeline.add(at, step('alone'));
    await end();
    expect(told).toEqual(['alone 10', 'alone 20', 'alone 30']);
  });

  it('keeps the steps of one subject apart and lets others overlap', async () => {
    const { timeline, told, step, end } = play();
    timeline.add(1, step('slow', 30), 'a');
    timeline.add(2, step('other'), 'b');
    timeline.add(3, step('next'), 'a');
    await end();
    expect(told).toEqual(['other 2', 'slow 1', 'next 3']);
  });

  it('lets a step alone wait for all before it, and for what they plan', async () => {
    const { timeline, told, step, end } = play();
    timeline.add(
      1,
      async () => {
        await step('first', 20)();
        timeline.add(2, step('planned', 20), 'a');
      },
      'a',
    );
    timeline.add(3, step('alone', 20));
    timeline.add(4, step('after'), 'b');
    await end();
    expect(told).toEqual(['first 1', 'planned 2', 'alone 3', 'after 4']);
  });

  it('throws what a step throws, after the others have ended', async () => {
    const { timeline, told, step, end } = play();
    timeline.add(1, step('long', 30), 'a');
    timeline.add(2, () => Promise.reject(new Error('refused')), 'b');
    timeline.add(3, step('other', 10), 'c');
    await expect(end()).rejects.toThrow('refused');
    expect(told).toContain('long 1');
  });
});
