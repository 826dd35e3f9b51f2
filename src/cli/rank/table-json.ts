import {
  listSchemeGroups,
  type RankingScheme,
  type RankingTableInput,
  rankingSchemeSchema,
  rankingTableSchema,
} from '../../contract/ranking-table.ts';
import { accept, type Decision, refuse } from '../../domain/decision.ts';
import { refuseFault, type UnknownField, unknownSchemeFields, unknownTableFields } from './table-faults.ts';

export interface TableFile {
  readonly table: RankingTableInput;
  readonly unknown: readonly UnknownField[];
}

export interface SchemeFile {
  readonly scheme: RankingScheme;
  readonly unknown: readonly UnknownField[];
}

/** The row of the sheet that a path of the raw table came from, or `null`. */
export type RowOf = (path: readonly PropertyKey[]) => number | null;

export function parseJson(file: string, text: string): Decision<unknown> {
  try {
    return accept(JSON.parse(text));
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    return refuse('rank-json-syntax', {
      file,
      line: before.length,
      column: (before.at(-1)?.length ?? 0) + 1,
    });
  }
}

/** Checks a raw table; the first fault is refused by group, unit and field. */
export function readTable(file: string, raw: unknown, rowOf: RowOf = () => null): Decision<TableFile> {
  const parsed = rankingTableSchema.safeParse(raw);
  if (!parsed.success) return refuseFault(file, raw, parsed.error, rowOf);
  const twice = findDuplicate(file, parsed.data, rowOf);
  return twice ?? accept({ table: parsed.data, unknown: unknownTableFields(raw) });
}

export function readScheme(file: string, raw: unknown): Decision<SchemeFile> {
  const listed = listSchemeGroups(raw);
  const parsed = rankingSchemeSchema.safeParse(listed);
  if (!parsed.success) return refuseFault(file, listed, parsed.error);
  const { groups = [], components } = parsed.data;
  const seen = new Set<string>();
  for (const { name } of groups) {
    if (seen.has(name)) return refuse('rank-duplicate-group', { file, group: name });
    seen.add(name);
  }
  for (const rules of [{ name: null, components }, ...groups]) {
    const twice = findDuplicateComponent(file, rules.name, rules.components);
    if (twice) return twice;
  }
  return accept({ scheme: parsed.data, unknown: unknownSchemeFields(listed) });
}

/** The same unit twice would take two places and push the others down. */
function findDuplicate(file: string, table: RankingTableInput, rowOf: RowOf): Decision<never> | null {
  const groups = new Set<string>();
  for (const [g, group] of table.groups.entries()) {
    if (groups.has(group.name)) return refuse('rank-duplicate-group', { file, group: group.name });
    groups.add(group.name);
    const component = findDuplicateComponent(file, group.name, group.components);
    if (component) return component;
    const units = new Set<string>();
    for (const [u, { name }] of group.units.entries()) {
      const row = rowOf(['groups', g, 'units', u]);
      if (units.has(name)) {
        return refuse('rank-duplicate-unit', { file, row, group: group.name, unit: name, field: 'name' });
      }
      units.add(name);
    }
  }
  return null;
}

function findDuplicateComponent(
  file: string,
  group: string | null,
  components: readonly { readonly key: string }[] = [],
): Decision<never> | null {
  const keys = new Set<string>();
  for (const { key } of components) {
    if (keys.has(key)) return refuse('rank-duplicate-component', { file, group, field: 'components', key });
    keys.add(key);
  }
  return null;
}
