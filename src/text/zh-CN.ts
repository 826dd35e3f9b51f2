import { accessZh } from './zh-CN/access.ts';
import { burdenZh } from './zh-CN/burden.ts';
import { cliZh } from './zh-CN/cli.ts';
import { commonZh } from './zh-CN/common.ts';
import { deadlinesZh } from './zh-CN/deadlines.ts';
import { documentsZh } from './zh-CN/documents.ts';
import { evidenceZh } from './zh-CN/evidence.ts';
import { fieldZh } from './zh-CN/field.ts';
import { homeZh } from './zh-CN/home.ts';
import { inspectionsZh } from './zh-CN/inspections.ts';
import { ledgerFilesZh } from './zh-CN/ledger-files.ts';
import { notificationsZh } from './zh-CN/notifications.ts';
import { ordersZh } from './zh-CN/orders.ts';
import { organisationZh } from './zh-CN/organisation.ts';
import { platformZh } from './zh-CN/platform.ts';
import { pledgesZh } from './zh-CN/pledges.ts';
import { problemsZh } from './zh-CN/problems.ts';
import { proofZh } from './zh-CN/proof.ts';
import { rankingsZh } from './zh-CN/rankings.ts';
import { roundsZh } from './zh-CN/rounds.ts';
import { routingZh } from './zh-CN/routing.ts';
import { schemesZh } from './zh-CN/schemes.ts';
import { settingsZh } from './zh-CN/settings.ts';
import { sitesZh } from './zh-CN/sites.ts';
import { standardsZh } from './zh-CN/standards.ts';
import { sweepsZh } from './zh-CN/sweeps.ts';
import { vacanciesZh } from './zh-CN/vacancies.ts';
import { verificationZh } from './zh-CN/verification.ts';
import { workListsZh } from './zh-CN/work-lists.ts';

/** All words of the interface in the source language, by key. */
export const zhCN = {
  ...commonZh,
  ...fieldZh,
  ...homeZh,
  ...cliZh,
  ...accessZh,
  ...organisationZh,
  ...platformZh,
  ...standardsZh,
  ...sitesZh,
  ...roundsZh,
  ...inspectionsZh,
  ...problemsZh,
  ...ledgerFilesZh,
  ...workListsZh,
  ...deadlinesZh,
  ...evidenceZh,
  ...rankingsZh,
  ...schemesZh,
  ...documentsZh,
  ...pledgesZh,
  ...sweepsZh,
  ...settingsZh,
  ...notificationsZh,
  ...ordersZh,
  ...routingZh,
  ...proofZh,
  ...burdenZh,
  ...verificationZh,
  ...vacanciesZh,
} as const;

export type WordKey = keyof typeof zhCN;
