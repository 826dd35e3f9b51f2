import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Json } from '../../domain/canonical-json.ts';
import {
  type CommonFigures,
  type CommonProblemRule,
  defaultCommonProblemRule,
} from '../../domain/sweeps/common-problem-rule.ts';
import type { RootCause } from '../../domain/sweeps/sweep.ts';
import type { Tx } from '../platform/database/database.ts';

/** Key of the rule in `city.settings`. */
export const ruleKey = 'commonProblemRule';

/** The city's rule of what counts as common; the default for every part that is missing or makes no sense. */
export async function findCommonProblemRule(tx: Tx, cityId: string): Promise<CommonProblemRule> {
  const { rows } = await sql<{ rule: Json }>`
    select settings->${ruleKey} as rule from city where city_id = ${cityId}`.execute(tx);
  const given = rows[0]?.rule;
  const parts = (typeof given === 'object' && given !== null ? given : {}) as Readonly<
    Record<string, unknown>
  >;
  const whole = (key: keyof CommonProblemRule): number => {
    const value = parts[key];
    return typeof value === 'number' && Number.isInteger(value) && value > 0
      ? value
      : defaultCommonProblemRule[key];
  };
  return {
    periodDays: whole('periodDays'),
    fewestProblems: whole('fewestProblems'),
    fewestUnits: whole('fewestUnits'),
    fewestSites: whole('fewestSites'),
  };
}

/** Problems that count: what was rejected, linked to another or voided never was one. */
const counts = sql<SqlBool>`p.state not in ('rejected','duplicate','voided')`;

const figureColumns = sql`count(*) as problems,
  count(*) filter (where p.state <> 'struck_off') as open,
  count(distinct p.unit_id) as units, count(distinct p.site_id) as sites,
  count(*) filter (where p.recurrence_of is not null) as recurrences`;

/** A kind of problem: a category, or one item of it (a version of the standard stands for all). */
export interface ProblemKind extends CommonFigures {
  readonly categoryKey: string;
  readonly categoryName: string;
  readonly categoryNameEn: string;
  readonly itemCode: string | null;
  readonly itemTitle: string | null;
  readonly itemTitleEn: string | null;
}

/**
 * How much there is of each kind of problem raised since `from`, by category and by item, the most frequent
 * first.
 *
 * @param inSight condition over `problem p`.
 */
export async function listProblemKinds(
  tx: Tx,
  cityId: string,
  from: string,
  inSight: RawBuilder<SqlBool>,
  most: number,
): Promise<ProblemKind[]> {
  const { rows } = await sql<ProblemKind>`
    with kind as (
      select p.category_key, p.item_code, ${figureColumns},
        (array_agg(p.version_id order by p.number desc) filter (where p.version_id is not null))[1] as version_id
      from problem p
      where p.city_id = ${cityId} and p.raised_at >= ${from}::timestamptz and ${counts} and ${inSight}
      group by grouping sets ((p.category_key), (p.category_key, p.item_code))
      having grouping(p.item_code) = 1 or p.item_code is not null)
    select k.category_key as "categoryKey", c.name as "categoryName", c.name_en as "categoryNameEn",
      k.item_code as "itemCode", i.title as "itemTitle", i.title_en as "itemTitleEn",
      k.problems, k.open, k.units, k.sites, k.recurrences
    from kind k join category c on c.city_id = ${cityId} and c.key = k.category_key
    left join checklist_item i
      on i.city_id = ${cityId} and i.version_id = k.version_id and i.code = k.item_code
    order by k.problems desc, k.category_key, k.item_code nulls first limit ${most}`.execute(tx);
  return rows;
}

/** Figures of one kind in the whole city since `from`. */
export async function countProblemKind(
  tx: Tx,
  cityId: string,
  kind: { readonly categoryKey: string; readonly itemCode: string | null },
  from: string,
): Promise<CommonFigures> {
  const { categoryKey, itemCode } = kind;
  const isKind = itemCode === null ? sql`true` : sql`p.item_code = ${itemCode}`;
  const { rows } = await sql<CommonFigures>`
    select ${figureColumns} from problem p
    where p.city_id = ${cityId} and p.category_key = ${categoryKey} and ${isKind}
      and p.raised_at >= ${from}::timestamptz and ${counts}`.execute(tx);
  const [figures] = rows;
  if (!figures) throw new Error('a count answers one row');
  return figures;
}

/** What is known of a kind besides its figures. */
export interface KindNote {
  readonly categoryKey: string;
  readonly itemCode: string | null;
  readonly cause: RootCause | null;
  readonly sweeps: number;
  /** An open sweep of the whole city. */
  readonly citySweepId: string | null;
}

/** Causes named by sweeps since `from`, and open sweeps of the whole city, by kind. */
export async function listKindNotes(tx: Tx, cityId: string, from: string): Promise<KindNote[]> {
  const { rows } = await sql<KindNote>`
    select category_key as "categoryKey", item_code as "itemCode", cause, count(*) as sweeps,
      null::uuid as "citySweepId"
    from sweep where city_id = ${cityId} and state = 'done' and closed_at >= ${from}::timestamptz
    group by category_key, item_code, cause
    union all
    select sw.category_key, sw.item_code, null, 0, sw.id
    from sweep sw join unit u on u.city_id = sw.city_id and u.id = sw.scope_unit_id and u.parent_id is null
    where sw.city_id = ${cityId} and sw.state = 'open'`.execute(tx);
  return rows;
}
