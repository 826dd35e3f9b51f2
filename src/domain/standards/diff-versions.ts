import { canonicalJson, type Json } from '../canonical-json.ts';
import type { Checklist, ChecklistItem } from './checklist.ts';
import { frozenContent, frozenItem, plainDecimal, type StandardContent } from './standard-content.ts';

/** One field that differs; `null`: there was none. */
export interface FieldChange {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
}

export type ChangeKind = 'added' | 'removed' | 'changed';

export interface ItemChange {
  readonly kind: ChangeKind;
  /** Of the checklist it stands in now, or stood in when it was removed. */
  readonly siteType: string;
  readonly code: string;
  readonly title: string;
  /** Only of a changed item. */
  readonly fields: readonly FieldChange[];
}

export interface ChecklistChange {
  readonly kind: ChangeKind;
  readonly siteType: string;
  readonly fields: readonly FieldChange[];
  /** The items that stay stand in another order. */
  readonly reordered: boolean;
}

/** What one version has that another has not. */
export interface VersionDiff {
  readonly scoring: readonly FieldChange[];
  readonly exemptionsChanged: boolean;
  readonly checklists: readonly ChecklistChange[];
  readonly items: readonly ItemChange[];
}

/**
 * What changed from `before` to `after`. Items are matched by code over the whole version, so an item
 * that moved to another checklist is one change of `siteType`. Decimals are compared as numbers.
 */
export function diffVersions(before: StandardContent, after: StandardContent): VersionDiff {
  const [frozenBefore, frozenAfter] = [frozenContent(before), frozenContent(after)];
  return {
    scoring: fieldChanges(frozenBefore.scoring, frozenAfter.scoring),
    exemptionsChanged: !same(frozenBefore.exemptions, frozenAfter.exemptions),
    checklists: diffChecklists(before.checklists, after.checklists),
    items: diffItems(before.checklists, after.checklists),
  };
}

type Fields = { readonly [field: string]: Json };

function diffChecklists(before: readonly Checklist[], after: readonly Checklist[]): ChecklistChange[] {
  const was = new Map(before.map((checklist) => [checklist.siteType, checklist]));
  const is = new Set(after.map((checklist) => checklist.siteType));
  const changes = after.flatMap((checklist): ChecklistChange[] => {
    const { siteType } = checklist;
    const old = was.get(siteType);
    if (!old) return [{ kind: 'added', siteType, fields: [], reordered: false }];
    const fields = fieldChanges(
      { observationScope: old.observationScope },
      { observationScope: checklist.observationScope },
    );
    const reordered = isReordered(old.items, checklist.items);
    return fields.length > 0 || reordered ? [{ kind: 'changed', siteType, fields, reordered }] : [];
  });
  const gone = before.filter((checklist) => !is.has(checklist.siteType));
  return [
    ...changes,
    ...gone.map(
      ({ siteType }): ChecklistChange => ({ kind: 'removed', siteType, fields: [], reordered: false }),
    ),
  ];
}

function isReordered(before: readonly ChecklistItem[], after: readonly ChecklistItem[]): boolean {
  const kept = new Set(after.map((item) => item.code));
  const was = before.map((item) => item.code).filter((code) => kept.has(code));
  const known = new Set(was);
  const is = after.map((item) => item.code).filter((code) => known.has(code));
  return was.some((code, place) => code !== is[place]);
}

interface Placed {
  readonly siteType: string;
  readonly item: ChecklistItem;
}

function placed(checklists: readonly Checklist[]): Map<string, Placed> {
  return new Map(
    checklists.flatMap(({ siteType, items }) =>
      items.map((item): [string, Placed] => [item.code, { siteType, item }]),
    ),
  );
}

function diffItems(before: readonly Checklist[], after: readonly Checklist[]): ItemChange[] {
  const [was, is] = [placed(before), placed(after)];
  const changes: ItemChange[] = [];
  for (const [code, { siteType, item }] of is) {
    const old = was.get(code);
    if (!old) changes.push({ kind: 'added', siteType, code, title: item.title, fields: [] });
    else {
      const fields = fieldChanges(
        { siteType: old.siteType, ...frozenItem(old.item) },
        { siteType, ...frozenItem(item) },
      );
      if (fields.length > 0) changes.push({ kind: 'changed', siteType, code, title: item.title, fields });
    }
  }
  for (const [code, { siteType, item }] of was) {
    if (!is.has(code)) changes.push({ kind: 'removed', siteType, code, title: item.title, fields: [] });
  }
  return changes;
}

const decimalFields = new Set(['weight', 'deductPerDefect', 'cap']);

function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  return Object.keys(after)
    .filter((field) => !same(before[field] ?? null, after[field] ?? null))
    .map((field) => ({
      field,
      before: shown(field, before[field] ?? null),
      after: shown(field, after[field] ?? null),
    }));
}

function shown(field: string, value: Json): Json {
  return decimalFields.has(field) && typeof value === 'string' ? plainDecimal(value) : value;
}

function same(a: Json, b: Json): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
