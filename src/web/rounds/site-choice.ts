import type { SiteGroup } from '../../contract/rounds.ts';
import { isWithin } from '../../domain/access/may.ts';

/** A unit with the sites of its subtree. */
export interface UnitNode {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly sites: number;
  readonly children: UnitNode[];
}

type Unit = Pick<UnitNode, 'id' | 'name' | 'path'>;
type Group = Pick<SiteGroup, 'unitPath' | 'siteType' | 'sites' | 'inRound'>;

/** The units as a tree, each with the sites of its subtree. Units come parents first (by path). */
export function unitTree(units: readonly Unit[], groups: readonly Group[]): UnitNode[] {
  const nodes = new Map<string, UnitNode>();
  const roots: UnitNode[] = [];
  for (const unit of units) {
    const sites = countMatches(groups, [unit.path], []).sites;
    const node: UnitNode = { ...unit, sites, children: [] };
    nodes.set(unit.path, node);
    const parent = nodes.get(unit.path.slice(0, Math.max(0, unit.path.lastIndexOf('.'))));
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

/**
 * How many sites a choice covers, each once however the chosen subtrees overlap; no paths: everywhere, no
 * types: all of them.
 */
export function countMatches(
  groups: readonly Group[],
  paths: readonly string[],
  siteTypes: readonly string[],
): { sites: number; inRound: number } {
  let [sites, inRound] = [0, 0];
  for (const group of groups) {
    if (siteTypes.length > 0 && !siteTypes.includes(group.siteType)) continue;
    if (paths.length > 0 && !paths.some((path) => isWithin(group.unitPath, path))) continue;
    sites += group.sites;
    inRound += group.inRound;
  }
  return { sites, inRound };
}
