import { z } from 'zod';
import {
  getCalendar,
  getLadder,
  getLedgerSettings,
  listSettingChanges as listChangesEndpoint,
  listLimits as listLimitsEndpoint,
  readHolidayNotice,
  saveCalendarYear as saveCalendarYearEndpoint,
  saveLadder as saveLadderEndpoint,
  saveLedgerSettings as saveLedgerSettingsEndpoint,
  saveLimit as saveLimitEndpoint,
  saveOfficeHours as saveOfficeHoursEndpoint,
} from '../../contract/deadlines.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { readCursor } from '../platform/paging.ts';
import type { Permissions } from '../platform/permissions.ts';
import { findRootPath, requireConfiguring } from './city-settings.ts';
import { readHolidayNoticeText } from './holiday-notice.ts';
import {
  saveCalendarYear,
  saveLadder,
  saveLedgerSettings,
  saveLimit,
  saveOfficeHours,
} from './settings-commands.ts';
import {
  listLimits,
  listSettingChanges,
  viewCalendar,
  viewLadder,
  viewLedgerSettings,
} from './settings-queries.ts';

const changePlace = z.tuple([z.int().min(1)]);

/** What a city decides about its ledger: seen by whoever sees problems, changed by who may configure it. */
export function settingsRoutes(): Route[] {
  return [...readingRoutes(), ...savingRoutes()];
}

/** Asks for sight of the ledger and answers whether the person may configure it. */
async function sightOfSettings(tx: Tx, cityId: string, ask: Permissions): Promise<boolean> {
  const mayEdit = ask.may('ledger.configure', await findRootPath(tx, cityId));
  if (!mayEdit) ask.requireAnywhere('problem.view');
  return mayEdit;
}

function readingRoutes(): Route[] {
  return [
    implement(getLedgerSettings, async ({ tx, cityId, ask }) =>
      viewLedgerSettings(tx, cityId, await sightOfSettings(tx, cityId, ask)),
    ),
    implement(getCalendar, async ({ tx, cityId, ask, query, now }) =>
      viewCalendar(tx, cityId, now, query.year, await sightOfSettings(tx, cityId, ask)),
    ),
    implement(getLadder, async ({ tx, cityId, ask, now }) =>
      viewLadder(tx, cityId, now, await sightOfSettings(tx, cityId, ask)),
    ),
    implement(listLimitsEndpoint, async ({ tx, cityId, ask }) => viewLimits(tx, cityId, ask)),
    implement(listChangesEndpoint, async ({ tx, cityId, ask, query }) => {
      await requireConfiguring(tx, cityId, ask);
      const [before] = readCursor(changePlace, query.cursor) ?? [];
      return listSettingChanges(tx, cityId, before, query.limit);
    }),
    implement(readHolidayNotice, async ({ tx, cityId, ask, body }) => {
      await requireConfiguring(tx, cityId, ask);
      return readHolidayNoticeText(body.text, body.year);
    }),
  ];
}

async function viewLimits(tx: Tx, cityId: string, ask: Permissions) {
  const mayEdit = await sightOfSettings(tx, cityId, ask);
  const { version } = await viewLedgerSettings(tx, cityId, mayEdit);
  return { version, limits: await listLimits(tx, cityId), mayEdit };
}

function savingRoutes(): Route[] {
  return [
    implement(saveLedgerSettingsEndpoint, async (call) => {
      const { tx, cityId, ask, body } = call;
      await requireConfiguring(tx, cityId, ask);
      await saveLedgerSettings({ ...call, version: body.version }, body.settings);
      return viewLedgerSettings(tx, cityId, true);
    }),
    implement(saveOfficeHoursEndpoint, async (call) => {
      const { tx, cityId, ask, body, now } = call;
      await requireConfiguring(tx, cityId, ask);
      await saveOfficeHours({ ...call, version: body.version }, body.hours);
      return viewCalendar(tx, cityId, now, undefined, true);
    }),
    implement(saveCalendarYearEndpoint, async (call) => {
      const { tx, cityId, ask, body, params, now } = call;
      await requireConfiguring(tx, cityId, ask);
      await saveCalendarYear({ ...call, version: body.version }, params.year, body.days, body.source);
      return viewCalendar(tx, cityId, now, params.year, true);
    }),
    implement(saveLadderEndpoint, async (call) => {
      const { tx, cityId, ask, body, now } = call;
      await requireConfiguring(tx, cityId, ask);
      await saveLadder({ ...call, version: body.version }, body.steps);
      return viewLadder(tx, cityId, now, true);
    }),
    implement(saveLimitEndpoint, async (call) => {
      const { tx, cityId, ask, body, params } = call;
      await requireConfiguring(tx, cityId, ask);
      const { version, ...limit } = body;
      await saveLimit({ ...call, version }, params.key, limit);
      return viewLimits(tx, cityId, ask);
    }),
  ];
}
