import { accessEn } from './en/access.ts';
import { burdenEn } from './en/burden.ts';
import { cliEn } from './en/cli.ts';
import { commonEn } from './en/common.ts';
import { deadlinesEn } from './en/deadlines.ts';
import { documentsEn } from './en/documents.ts';
import { evidenceEn } from './en/evidence.ts';
import { fieldEn } from './en/field.ts';
import { homeEn } from './en/home.ts';
import { inspectionsEn } from './en/inspections.ts';
import { ledgerFilesEn } from './en/ledger-files.ts';
import { notificationsEn } from './en/notifications.ts';
import { ordersEn } from './en/orders.ts';
import { organisationEn } from './en/organisation.ts';
import { platformEn } from './en/platform.ts';
import { pledgesEn } from './en/pledges.ts';
import { problemsEn } from './en/problems.ts';
import { proofEn } from './en/proof.ts';
import { rankingsEn } from './en/rankings.ts';
import { roundsEn } from './en/rounds.ts';
import { routingEn } from './en/routing.ts';
import { schemesEn } from './en/schemes.ts';
import { settingsEn } from './en/settings.ts';
import { sitesEn } from './en/sites.ts';
import { standardsEn } from './en/standards.ts';
import { sweepsEn } from './en/sweeps.ts';
import { vacanciesEn } from './en/vacancies.ts';
import { verificationEn } from './en/verification.ts';
import { workListsEn } from './en/work-lists.ts';
import type { WordKey } from './zh-CN.ts';

/** All words of the interface in the English, by key. */
export const en = {
  ...commonEn,
  ...fieldEn,
  ...homeEn,
  ...cliEn,
  ...accessEn,
  ...organisationEn,
  ...platformEn,
  ...standardsEn,
  ...sitesEn,
  ...roundsEn,
  ...inspectionsEn,
  ...problemsEn,
  ...ledgerFilesEn,
  ...workListsEn,
  ...deadlinesEn,
  ...evidenceEn,
  ...rankingsEn,
  ...schemesEn,
  ...documentsEn,
  ...pledgesEn,
  ...sweepsEn,
  ...settingsEn,
  ...notificationsEn,
  ...ordersEn,
  ...routingEn,
  ...proofEn,
  ...burdenEn,
  ...verificationEn,
  ...vacanciesEn,
} satisfies Record<WordKey, string>;
