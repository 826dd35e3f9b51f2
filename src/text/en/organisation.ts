import type { organisationZh } from '../zh-CN/organisation.ts';

export const organisationEn: Record<keyof typeof organisationZh, string> = {};
