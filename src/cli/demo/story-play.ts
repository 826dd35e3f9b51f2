import { addDays, cityDay } from '../../domain/organisation/city-day.ts';
import type { ProblemPlay } from './play-problems.ts';
import type { RoundPlan, SampleItem, SampleSite } from './sample-files.ts';

/** Everything the story of the sample city is played with. */
export interface RoundPlay extends ProblemPlay {
  readonly plan: RoundPlan;
  readonly sites: ReadonlyMap<string, SampleSite>;
  readonly items: ReadonlyMap<string, SampleItem>;
}

/** An instant of the story: days from today, and a time in China. */
export function storyTime(now: Date, dayOffset: number, time: string): Date {
  return new Date(`${addDays(cityDay(now.toISOString()), dayOffset)}T${time}:00+08:00`);
}
