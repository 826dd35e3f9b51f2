import type { roundsZh } from '../zh-CN/rounds.ts';

export const roundsEn: Record<keyof typeof roundsZh, string> = {};
