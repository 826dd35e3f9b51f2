import type { z } from 'zod';
import {
  bulletinSettingsSchema,
  componentSchema,
  flagBottomSchema,
  flagPlacesSchema,
  flagRuleSchema,
  flagThresholdSchema,
  rankingGroupSchema,
  rankingSchemeSchema,
  rankingTableSchema,
  rankingUnitSchema,
  schemeGroupSchema,
} from '../../contract/ranking-table.ts';
import { type Decision, refuse } from '../../domain/decision.ts';

/** A field that nobody reads, and where it stands. */
export interface UnknownField {
  /** `null`: in the table itself, outside every group. */
  readonly group: string | null;
  readonly unit: string | null;
  readonly field: string;
}

/** Where a field of the raw input stands: facts for a refusal. */
export interface FieldPlace {
  readonly group: string | null;
  readonly unit: string | null;
  readonly field: string | null;
}

interface KnownFields {
  readonly fields: readonly string[];
  readonly within: Readonly<Record<string, KnownFields>>;
}

const flagFields: KnownFields = known(flagRuleSchema, {
  top: known(flagPlacesSchema),
  bottom: known(flagBottomSchema),
  thresholds: known(flagThresholdSchema),
});
const groupParts = { flags: flagFields, components: known(componentSchema) };
const bulletinFields = known(bulletinSettingsSchema);

const tableFields = known(rankingTableSchema, {
  bulletin: bulletinFields,
  groups: known(rankingGroupSchema, { ...groupParts, units: known(rankingUnitSchema) }),
});
const schemeFields = known(rankingSchemeSchema, {
  ...groupParts,
  bulletin: bulletinFields,
  groups: known(schemeGroupSchema, groupParts),
});

/** Every field of a raw table that the schema does not name, in the order of the file. */
export function unknownTableFields(raw: unknown): readonly UnknownField[] {
  return unknownFields(raw, raw, tableFields, []);
}

export function unknownSchemeFields(raw: unknown): readonly UnknownField[] {
  return unknownFields(raw, raw, schemeFields, []);
}

/**
 * The first fault of a raw table as a refusal that names group, unit and field.
 *
 * @param file name as the caller gave it.
 */
export function refuseFault(
  file: string,
  raw: unknown,
  error: z.ZodError,
  rowOf: (path: readonly PropertyKey[]) => number | null = () => null,
): Decision<never> {
  const [issue] = error.issues;
  const path = issue?.path ?? [];
  const value = valueAt(raw, path);
  const facts = { file, row: rowOf(path), ...placeOf(raw, path), expected: issue?.message ?? 'valid' };
  return value === undefined
    ? refuse('rank-missing-value', facts)
    : refuse('rank-wrong-value', { ...facts, value: excerpt(value) });
}

/** Names instead of numbers: the group and unit a path leads through, and the rest as the field. */
export function placeOf(raw: unknown, path: readonly PropertyKey[]): FieldPlace {
  let rest = path;
  let group: string | null = null;
  let unit: string | null = null;
  if (rest[0] === 'groups' && rest.length > 1) {
    group = nameAt(raw, path.slice(0, 2));
    rest = rest.slice(2);
    if (rest[0] === 'units' && rest.length > 1) {
      unit = nameAt(raw, path.slice(0, 4));
      rest = rest.slice(2);
    }
  }
  return { group, unit, field: rest.length > 0 ? rest.map(fieldStep).join('.') : null };
}

/** List places are counted from 1, as people do. */
function fieldStep(step: PropertyKey): string {
  return typeof step === 'number' ? String(step + 1) : String(step);
}

/** The name of a group or unit; one without a usable name is called by its place in the list. */
function nameAt(raw: unknown, path: readonly PropertyKey[]): string {
  const name = valueAt(raw, [...path, 'name']);
  const last = path.at(-1);
  return typeof name === 'string' && name.trim() !== ''
    ? name.trim()
    : `#${typeof last === 'number' ? last + 1 : String(last)}`;
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}

function excerpt(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function known(schema: z.ZodObject, within: Readonly<Record<string, KnownFields>> = {}): KnownFields {
  return { fields: Object.keys(schema.shape), within };
}

function unknownFields(
  raw: unknown,
  value: unknown,
  { fields, within }: KnownFields,
  path: readonly PropertyKey[],
): UnknownField[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).flatMap((key): UnknownField[] => {
    const here = [...path, key];
    if (!fields.includes(key)) return [{ ...placeOf(raw, here), field: fieldOf(raw, here) }];
    const inner = within[key];
    if (!inner) return [];
    const entry: unknown = Reflect.get(value, key);
    return Array.isArray(entry)
      ? entry.flatMap((one: unknown, index) => unknownFields(raw, one, inner, [...here, index]))
      : unknownFields(raw, entry, inner, here);
  });
}

function fieldOf(raw: unknown, path: readonly PropertyKey[]): string {
  return placeOf(raw, path).field ?? String(path.at(-1));
}
