import {
  createSite,
  editSite,
  getDistricts,
  getSite,
  getSiteHistory,
  getSiteMap,
  listSites,
  restoreSite,
  retireSite,
} from '../../contract/sites.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { notFound } from '../platform/refused.ts';
import { findDistricts } from './map-layer-queries.ts';
import { changeSiteContent, enterSite, restore, retire, type SiteCommandCall } from './site-commands.ts';
import { siteImportRoutes } from './site-import-routes.ts';
import { countSites, listSiteLines, listSitePositions, scopeOf } from './site-list-queries.ts';
import { listSiteHistory, loadSiteView } from './site-page-queries.ts';
import { findSite, type SiteFacts } from './site-queries.ts';
import type { SiteWatcher } from './site-watcher.ts';

/**
 * The register of places: list, page, map, changes.
 *
 * @param watch told of every change of sites, in its transaction.
 */
export function siteRoutes(watch: SiteWatcher): Route[] {
  async function changed(call: SiteCommandCall, site: SiteFacts) {
    await watch(call.tx, call.cityId, [site.id], call.now);
    return viewOf(call, site);
  }
  return [
    ...siteImportRoutes(watch),
    implement(listSites, async ({ tx, cityId, query, ask, now }) => {
      // every text is a place in the order of codes, so the code itself is the cursor
      const { cursor, limit, ...filter } = query;
      const scope = await scopeOf(tx, cityId, ask.reach('site.view'), filter, now);
      const sites = await listSiteLines(tx, scope, { after: cursor, limit: limit + 1 });
      const shown = sites.slice(0, limit);
      return {
        sites: shown,
        next: sites.length > limit ? (shown.at(-1)?.code ?? null) : null,
        counts: await countSites(tx, scope),
      };
    }),

    implement(getSiteMap, async ({ tx, cityId, query, ask, now }) => {
      const { box, ...filter } = query;
      const scope = await scopeOf(tx, cityId, ask.reach('site.view'), filter, now);
      return { ...(await listSitePositions(tx, scope, box)), counts: await countSites(tx, scope) };
    }),

    implement(getDistricts, async ({ tx, cityId, ask }) => {
      ask.requireAnywhere('site.view');
      return { layer: (await findDistricts(tx, cityId)) ?? null };
    }),

    implement(getSite, async (call) => {
      const site = await findSite(call.tx, call.cityId, call.params.id);
      if (!site) throw notFound();
      call.ask.requireSight('site.view', site.territoryPath);
      return viewOf(call, site);
    }),

    implement(getSiteHistory, async (call) => {
      const site = await findSite(call.tx, call.cityId, call.params.id);
      if (!site) throw notFound();
      call.ask.requireSight('site.view', site.territoryPath);
      return { entries: await listSiteHistory(call.tx, call.cityId, site.id) };
    }),

    implement(createSite, async (call) => changed(call, await enterSite(call, call.body))),
    implement(editSite, async (call) =>
      changed(call, await changeSiteContent(call, call.params.id, call.body)),
    ),
    implement(retireSite, async (call) => changed(call, await retire(call, call.params.id, call.body))),
    implement(restoreSite, async (call) => changed(call, await restore(call, call.params.id, call.body))),
  ];
}

function viewOf(call: SiteCommandCall, site: SiteFacts) {
  return loadSiteView(call.tx, call.cityId, site, call.now, {
    edit: call.ask.may('site.edit', site.territoryPath),
    seeInspections: call.ask.may('inspection.view', site.territoryPath),
  });
}
