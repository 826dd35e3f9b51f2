import type { sitesZh } from '../zh-CN/sites.ts';

export const sitesEn: Record<keyof typeof sitesZh, string> = {};
