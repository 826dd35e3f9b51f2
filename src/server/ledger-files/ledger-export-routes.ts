import { stat } from 'node:fs/promises';
import {
  askLedgerExport,
  cancelLedgerExport,
  downloadLedgerExport,
  getLedgerExport,
  listLedgerExports,
} from '../../contract/ledger-files.ts';
import { isWithin } from '../../domain/access/may.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { queueJob } from '../platform/jobs/job.ts';
import { notFound, Refused } from '../platform/refused.ts';
import { commandHash, isRepeated } from '../platform/repeated-command.ts';
import { loadLedgerScope } from '../problems/problem-scope.ts';
import { ledgerSheetName } from './ledger-export-file.ts';
import {
  countUnfinishedExports,
  findOwnExport,
  listOwnExports,
  viewExport,
} from './ledger-export-queries.ts';
import { exportPath } from './ledger-export-run.ts';

/** Job that writes an export; its payload is the export's id. */
export const exportJobName = 'ledgerFiles.export';
/** Exports of one person that may wait at once: a script that asks in circles fills no disk. */
const mostUnfinished = 5;

const mediaTypes: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
};

/** The ledger as a file: asked for, watched, cancelled and fetched by its owner alone. */
export function ledgerExportRoutes(filesDirectory: string): Route[] {
  return [
    implement(askLedgerExport, async ({ tx, cityId, actor, ask, body, now, locale }) => {
      ask.requireAnywhere('problem.view');
      const { id, format, filter, since } = body;
      const requestHash = commandHash({ format, filter, since, personId: actor.personId });
      const known = await tx
        .selectFrom('ledger_export')
        .selectAll()
        .where('city_id', '=', cityId)
        .where('id', '=', id)
        .executeTakeFirst();
      if (
        isRepeated(known && { requestHash: known.request_hash }, requestHash, 'ledgerFiles.otherExport') &&
        known
      ) {
        return viewExport(known);
      }
      // units that nobody knows are refused now, not in the job
      await loadLedgerScope(tx, cityId, { ask, personId: actor.personId, now }, filter);
      if ((await countUnfinishedExports(tx, cityId, actor.personId)) >= mostUnfinished) {
        throw new Refused(409, 'ledgerFiles.tooManyExports', { limit: mostUnfinished });
      }
      const row = await tx
        .insertInto('ledger_export')
        .values({
          city_id: cityId,
          id,
          person_id: actor.personId,
          format,
          locale,
          filter: JSON.stringify(filter),
          since,
          request_hash: requestHash,
          asked_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      await queueJob(tx, cityId, exportJobName, { exportId: id }, { key: id });
      return viewExport(row);
    }),

    implement(listLedgerExports, async ({ tx, cityId, actor, ask, query }) => {
      ask.requireAnywhere('problem.view');
      return listOwnExports(tx, cityId, actor.personId, query);
    }),

    implement(getLedgerExport, async ({ tx, cityId, actor, ask, params }) => {
      ask.reach('problem.view');
      const row = await findOwnExport(tx, cityId, actor.personId, params.id);
      if (!row) throw notFound();
      return viewExport(row);
    }),

    implement(cancelLedgerExport, async ({ tx, cityId, actor, ask, params, now }) => {
      ask.reach('problem.view');
      const row = await findOwnExport(tx, cityId, actor.personId, params.id);
      if (!row) throw notFound();
      if (row.state === 'cancelled') return viewExport(row);
      const cancelled = await tx
        .updateTable('ledger_export')
        .set({ state: 'cancelled', finished_at: now })
        .where('city_id', '=', cityId)
        .where('id', '=', row.id)
        .where('state', 'in', ['queued', 'running'])
        .returningAll()
        .executeTakeFirst();
      if (!cancelled) throw new Refused(409, 'ledgerFiles.notRunning');
      return viewExport(cancelled);
    }),

    implement(downloadLedgerExport, async ({ tx, cityId, actor, ask, params }) => {
      const reach = ask.reach('problem.view');
      const row = await findOwnExport(tx, cityId, actor.personId, params.id);
      if (!row) throw notFound();
      if (row.state === 'expired') throw new Refused(404, 'ledgerFiles.expired');
      if (row.state !== 'done') throw new Refused(409, 'ledgerFiles.notDone');
      const seen = row.sight ?? [];
      if (!seen.every((root) => reach.some((mine) => isWithin(root, mine)))) {
        throw new Refused(403, 'ledgerFiles.sightLost');
      }
      const path = exportPath({ filesDirectory }, cityId, row);
      const found = await stat(path).catch(() => null);
      if (!found) throw new Refused(404, 'ledgerFiles.expired');
      return {
        fileName: `${ledgerSheetName} ${row.asked_at.slice(0, 10)}.${row.format}`,
        mediaType: mediaTypes[row.format] ?? 'application/octet-stream',
        path,
        byteSize: found.size,
      };
    }),
  ];
}
