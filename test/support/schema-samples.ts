import { v7 as uuid } from 'uuid';
import { z } from 'zod';

type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** The parts of JSON Schema that the contract's schemas turn into. */
interface Shape {
  readonly type?: string;
  readonly const?: JsonValue;
  readonly enum?: JsonValue[];
  readonly anyOf?: Shape[];
  readonly oneOf?: Shape[];
  readonly allOf?: Shape[];
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  readonly items?: Shape;
  readonly prefixItems?: Shape[];
  readonly minItems?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Shape>>;
}

/**
 * A value the schema takes: as much of it as it can have, or as little as it must have, whichever it
 * accepts first.
 *
 * @throws where neither is accepted: a rule between fields that the shape does not tell.
 */
export function sampleOf(schema: z.ZodType): JsonValue {
  for (const untold of [1, '1']) {
    for (const whole of [true, false]) {
      const value = sampleInput(schema, { whole, untold });
      if (schema.safeParse(value).success) return value;
    }
  }
  const value = sampleInput(schema, { whole: false, untold: 1 });
  throw new Error(`no sample: ${JSON.stringify(value)} ${schema.safeParse(value).error?.message}`);
}

interface Taste {
  /** With everything the shape may have, or only what it must have. */
  readonly whole: boolean;
  /** Where the shape tells no form. */
  readonly untold: JsonValue;
}

function sampleInput(schema: z.ZodType, taste: Taste): JsonValue {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return sample(shape, taste, shape.$defs ?? {});
}

/** Names of the parts an object schema knows. */
export function keysOf(schema: z.ZodType): string[] {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return Object.keys(shape.properties ?? {});
}

function sample(shape: Shape, taste: Taste, definitions: Readonly<Record<string, Shape>>): JsonValue {
  const { whole } = taste;
  const inner = (part: Shape) => sample(part, taste, definitions);
  if (shape.$ref) return inner(definitions[shape.$ref.replace('#/$defs/', '')] ?? {});
  if (shape.const !== undefined) return shape.const;
  if (shape.enum) return shape.enum[0] ?? null;
  const forms = shape.anyOf ?? shape.oneOf;
  if (forms) return inner((whole ? forms.find((form) => form.type !== 'null') : forms.at(-1)) ?? {});
  const merged = Object.assign({}, shape, ...(shape.allOf ?? [])) as Shape;
  switch (merged.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(merged.properties ?? {})
          .filter(([name]) => whole || merged.required?.includes(name))
          .map(([name, part]) => [name, inner(part)]),
      );
    case 'array': {
      if (merged.prefixItems) return merged.prefixItems.map(inner);
      const length = Math.max(merged.minItems ?? 0, whole ? 1 : 0);
      return Array.from({ length }, () => inner(merged.items ?? {}));
    }
    case 'string':
      return sampleText(
        merged,
        [...(shape.allOf ?? []), shape].map((part) => part.pattern),
      );
    case 'number':
    case 'integer':
      return Math.max(1, merged.minimum ?? 0, (merged.exclusiveMinimum ?? -1) + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return taste.untold;
  }
}

const texts = [
  'a',
  '样本文字样本文字样本文字',
  '1',
  '0.5',
  '100',
  'true',
  '2026-11-23',
  '2026-11',
  '08:00',
  '2026-11-23T08:00:00Z',
  'AB-01',
  'YARD',
  'a1',
  '0'.repeat(64),
  '112.9,34.9,113.5,35.5',
];

function sampleText(shape: Shape, patterns: readonly (string | undefined)[]): string {
  if (shape.format === 'uuid') return uuid();
  if (shape.format === 'date') return '2026-11-23';
  if (shape.format === 'date-time') return '2026-11-23T08:00:00Z';
  const rules = patterns
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => new RegExp(pattern, 'u'));
  const fits = (text: string) =>
    text.length >= (shape.minLength ?? 0) &&
    text.length <= (shape.maxLength ?? Number.POSITIVE_INFINITY) &&
    rules.every((rule) => rule.test(text));
  return texts.find(fits) ?? 'x'.repeat(shape.minLength ?? 1);
}

/** A place inside a value: `['items', 0, 'title']`. */
export type Place = readonly (string | number)[];

/** Every place of a value that holds no list and no object, and every list and object, root left out. */
export function placesIn(value: JsonValue, at: Place = []): Place[] {
  if (typeof value !== 'object' || value === null) return at.length > 0 ? [at] : [];
  const parts = Array.isArray(value)
    ? value.map((part, index) => [index, part] as const)
    : Object.entries(value);
  return [...(at.length > 0 ? [at] : []), ...parts.flatMap(([key, part]) => placesIn(part, [...at, key]))];
}

export function valueAt(value: JsonValue, place: Place): JsonValue {
  let found = value;
  for (const key of place) found = (found as Record<string | number, JsonValue>)[key] ?? null;
  return found;
}

/** The value with another one at a place. */
export function replaceAt(value: JsonValue, place: Place, change: JsonValue): JsonValue {
  const [key, ...rest] = place;
  if (key === undefined) return change;
  const inner = replaceAt((value as Record<string | number, JsonValue>)[key] ?? null, rest, change);
  if (Array.isArray(value)) return value.map((part, index) => (index === key ? inner : part));
  return { ...(value as Record<string, JsonValue>), [key]: inner };
}
