import {
  addItem,
  compareVersions,
  discardDraft,
  draftFrom,
  exportVersion,
  getChecklist,
  getReference,
  getVersion,
  importStandard,
  listVersions,
  orderItems,
  publishVersion,
  removeChecklist,
  removeItem,
  saveChecklist,
  saveItem,
  saveRules,
} from '../../contract/standards.ts';
import type { Actor } from '../../domain/access/may.ts';
import { diffVersions } from '../../domain/standards/diff-versions.ts';
import type { Tx } from '../platform/database/database.ts';
import { implement, implementPrepared, type Route } from '../platform/http-endpoint.ts';
import { Permissions } from '../platform/permissions.ts';
import { notFound } from '../platform/refused.ts';
import * as checklists from './checklist-commands.ts';
import type { DraftCall } from './draft-edit.ts';
import * as items from './item-commands.ts';
import { parsePackFile } from './pack-reading.ts';
import { loadReference } from './reference-queries.ts';
import { exportStandardPack } from './standard-export.ts';
import { importStandardPack } from './standard-import.ts';
import {
  findStandardVersion,
  listStandardVersions,
  loadChecklists,
  loadContent,
} from './standard-queries.ts';
import * as versions from './version-commands.ts';
import { loadVersionView, versionSummaryOf } from './version-view.ts';

/** Standards: reading for every role, editing for who has `standard.edit`, freezing for `standard.publish`. */
export function standardRoutes(): Route[] {
  return [...readingRoutes(), ...itemRoutes(), ...versionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    implement(getReference, async ({ tx, cityId, ask }) => {
      ask.requireAnywhere('standard.view');
      return loadReference(tx, cityId);
    }),

    implement(listVersions, async ({ tx, cityId, ask }) => {
      ask.requireAnywhere('standard.view');
      return { versions: (await listStandardVersions(tx, cityId)).map(versionSummaryOf) };
    }),

    implement(getVersion, async ({ tx, cityId, ask, params }) => {
      ask.requireAnywhere('standard.view');
      return loadVersionView(tx, cityId, params.id);
    }),

    implement(getChecklist, async ({ tx, cityId, ask, params }) => {
      ask.requireAnywhere('standard.view');
      const all = await loadChecklists(tx, cityId, params.id);
      const found = all.find((checklist) => checklist.siteType === params.siteType);
      if (!found) throw notFound();
      const { siteType, observationScope } = found;
      return {
        siteType,
        observationScope,
        items: found.items.map((item) => ({ ...item, campaigns: [...item.campaigns] })),
      };
    }),

    implement(compareVersions, async ({ tx, cityId, ask, params, query }) => {
      ask.requireAnywhere('standard.view');
      const before = await findStandardVersion(tx, cityId, query.since);
      const after = await findStandardVersion(tx, cityId, params.id);
      const diff = diffVersions(await loadContent(tx, cityId, before), await loadContent(tx, cityId, after));
      return {
        before: versionSummaryOf(before),
        after: versionSummaryOf(after),
        scoring: [...diff.scoring],
        exemptionsChanged: diff.exemptionsChanged,
        checklists: diff.checklists.map((change) => ({ ...change, fields: [...change.fields] })),
        items: diff.items.map((change) => ({ ...change, fields: [...change.fields] })),
      };
    }),

    implement(exportVersion, async ({ tx, cityId, ask, params }) => {
      ask.requireAnywhere('standard.view');
      const { version, pack } = await exportStandardPack(tx, cityId, params.id);
      return {
        fileName: `${version.title}-v${version.number}.json`,
        mediaType: 'application/json; charset=utf-8',
        bytes: Buffer.from(`${JSON.stringify(pack, null, 2)}\n`, 'utf8'),
      };
    }),
  ];
}

function itemRoutes(): Route[] {
  return [
    implement(addItem, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await items.addItem(draftCall(call, call.body.version), call.params.siteType, call.body.item);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(saveItem, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await items.saveItem(draftCall(call, call.body.version), call.params.code, call.body.item);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(removeItem, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await items.removeItem(draftCall(call, call.query.version), call.params.code);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(orderItems, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await checklists.orderItems(draftCall(call, call.body.version), call.params.siteType, call.body.codes);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(saveChecklist, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      const { version, observationScope } = call.body;
      await checklists.saveChecklist(draftCall(call, version), call.params.siteType, observationScope);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(removeChecklist, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await checklists.removeChecklist(draftCall(call, call.query.version), call.params.siteType);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),
  ];
}

function versionRoutes(): Route[] {
  return [
    implementPrepared(
      importStandard,
      async ({ actor, upload }) => {
        new Permissions(actor).requireAnywhere('standard.edit');
        return parsePackFile(upload?.bytes ?? Buffer.alloc(0));
      },
      async ({ tx, cityId, ask, body, actor, now }, file) => {
        ask.requireAnywhere('standard.edit');
        const { versionId } = await importStandardPack(tx, cityId, file, body, actor, now);
        return loadVersionView(tx, cityId, versionId);
      },
    ),

    implement(saveRules, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      const { version, scoring, note } = call.body;
      await checklists.saveRules(draftCall(call, version), scoring, note);
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),

    implement(draftFrom, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await versions.draftFrom(call, call.params.id, call.body.id);
      return loadVersionView(call.tx, call.cityId, call.body.id);
    }),

    implement(discardDraft, async (call) => {
      call.ask.requireAnywhere('standard.edit');
      await versions.discardDraft(draftCall(call, call.query.version));
      return {};
    }),

    implement(publishVersion, async (call) => {
      call.ask.requireAnywhere('standard.publish');
      await versions.publishVersion(draftCall(call, call.body.version));
      return loadVersionView(call.tx, call.cityId, call.params.id);
    }),
  ];
}

function draftCall(
  call: { tx: Tx; cityId: string; actor: Actor; now: string; params: { id: string } },
  version: number,
): DraftCall {
  const { tx, cityId, actor, now } = call;
  return { tx, cityId, versionId: call.params.id, version, actor, now };
}
