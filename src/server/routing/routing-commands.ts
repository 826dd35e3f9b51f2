import type { RoutingRuleInput } from '../../contract/routing.ts';
import { canonicalJson } from '../../domain/canonical-json.ts';
import { checkRoutingRules } from '../../domain/problems/routing-rules.ts';
import { lockSettings, recordSettingChange } from '../deadlines/city-settings.ts';
import type { SettingCall } from '../deadlines/settings-commands.ts';
import { findUnits } from '../organisation/unit-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import { invalid, unwrap } from '../platform/refused.ts';

/**
 * Stores the rules of routing. They count for problems raised from now on.
 *
 * @throws Refused 409 `stale` or what is wrong with a rule, 400 on a unit, category or type that is not here.
 */
export async function saveRouting(call: SettingCall, rules: readonly RoutingRuleInput[]): Promise<void> {
  const { tx, cityId, actor, now } = call;
  const { settings } = await lockSettings(tx, cityId, call.version);
  await requireSound(tx, cityId, rules);
  const before = settings.routingRules ?? [];
  if (canonicalJson(before) === canonicalJson(rules)) return;
  const data = { before, after: rules };
  const change = { kind: 'city.routing_changed', data, settings: { routingRules: rules } } as const;
  await recordSettingChange(tx, cityId, change, actor, now);
}

/** @throws Refused as {@link saveRouting}, but for `stale`. */
export async function requireSound(
  tx: Tx,
  cityId: string,
  rules: readonly RoutingRuleInput[],
): Promise<void> {
  const [fault] = checkRoutingRules(rules);
  if (fault) unwrap({ accepted: false, refusal: fault });
  const unitIds = rules.flatMap((rule) => [...rule.when.areaUnitIds, ...unitsNamed(rule)]);
  const units = new Set((await findUnits(tx, cityId, unitIds)).map((unit) => unit.id));
  const known = await loadCodes(tx, cityId);
  for (const [index, rule] of rules.entries()) {
    const missing = [
      ['when.areaUnitIds', rule.when.areaUnitIds.some((id) => !units.has(id))],
      ['when.categoryKeys', rule.when.categoryKeys.some((key) => !known.categories.has(key))],
      ['when.siteTypes', rule.when.siteTypes.some((type) => !known.siteTypes.has(type))],
      ['lead', unitsNamed(rule).some((id) => !units.has(id))],
      ['lead', typesNamed(rule).some((type) => !known.unitTypes.has(type))],
    ] as const;
    const wrong = missing.find(([, isMissing]) => isMissing);
    if (wrong) throw invalid(`rules.${index}.${wrong[0]}`, 'invalid_value');
  }
}

function unitsNamed({ lead, assisting }: RoutingRuleInput): string[] {
  return [...lead, ...assisting].flatMap((target) => (target.to === 'unit' ? [target.unitId] : []));
}

function typesNamed({ lead, assisting }: RoutingRuleInput): string[] {
  return [...lead, ...assisting].flatMap((target) => (target.to === 'unitType' ? [target.unitType] : []));
}

async function loadCodes(tx: Tx, cityId: string) {
  const categories = await tx.selectFrom('category').select('key').where('city_id', '=', cityId).execute();
  const siteTypes = await tx.selectFrom('site_type').select('code').where('city_id', '=', cityId).execute();
  const named = await tx.selectFrom('unit_type').select('code').where('city_id', '=', cityId).execute();
  const held = await tx
    .selectFrom('unit')
    .select('unit_type')
    .distinct()
    .where('city_id', '=', cityId)
    .where('unit_type', 'is not', null)
    .execute();
  return {
    categories: new Set(categories.map((row) => row.key)),
    siteTypes: new Set(siteTypes.map((row) => row.code)),
    unitTypes: new Set([...named.map((row) => row.code), ...held.map((row) => row.unit_type)]),
  };
}
