import type { ReadSpeech } from '../../contract/pledges.ts';
import { matchUnits, type RegisteredUnit } from '../../domain/pledges/match-units.ts';
import { parsePledges } from '../../domain/pledges/parse-pledges.ts';
import type { ParsedSpeech, Span } from '../../domain/pledges/parsed-pledges.ts';
import { speechRanges } from '../../domain/pledges/speech-ranges.ts';
import { withinSubtrees } from '../organisation/unit-subtree.ts';
import type { Tx } from '../platform/database/database.ts';

/** A speech as it was read, before it is matched with units. */
export type UnmatchedSpeech = Omit<ReadSpeech, 'units'>;

/** Reads speeches and cuts the text apart, so that each can be kept by itself. Pure, but not quick. */
export function readSpeeches(text: string, year: number | undefined): readonly UnmatchedSpeech[] {
  const { speeches } = parsePledges(text, year === undefined ? {} : { year });
  const ranges = speechRanges(text, speeches);
  return speeches.map((speech, index) => {
    const { from, to } = ranges[index] ?? { from: 0, to: text.length };
    return { ...speech, text: text.slice(from, to), ...shifted(speech, from) };
  });
}

function shifted(speech: ParsedSpeech, from: number) {
  const shift = ([start, end]: Span): [number, number] => [start - from, end - from];
  return {
    causes: speech.causes.map((cause) => ({ ...cause, span: shift(cause.span) })),
    commitments: speech.commitments.map((commitment) => ({
      ...commitment,
      places: [...commitment.places],
      span: shift(commitment.span),
    })),
  };
}

interface RegisterRow {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly shortName: string | null;
  readonly aliases: readonly string[];
}

/** Names the units each speech may mean, among open units of the subtrees `roots`. */
export async function matchSpeeches(
  tx: Tx,
  cityId: string,
  roots: readonly string[],
  speeches: readonly UnmatchedSpeech[],
): Promise<ReadSpeech[]> {
  if (speeches.length === 0) return [];
  const rows = await selectRegister(tx, cityId)
    .where('unit.valid_to', 'is', null)
    // communities and villages are not flagged, and are most of the register
    .where('unit.kind', 'not in', ['community', 'village'])
    .where(withinSubtrees('unit.id', cityId, roots))
    .execute();
  const areas = await selectRegister(tx, cityId)
    .where('unit.kind', 'in', ['city', 'district', 'county', 'zone'])
    .execute();
  const byCode = new Map([...areas, ...rows].map((row) => [row.path.split('.').at(-1) ?? '', row]));
  const register = rows.map((row): RegisteredUnit => {
    const codes = row.path.split('.').slice(0, -1);
    const above = codes.flatMap((code) => {
      const unit = byCode.get(code);
      return unit ? namesOf(unit) : [];
    });
    return { id: row.id, path: row.path, names: namesOf(row), above };
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return speeches.map((speech) => ({
    ...speech,
    units: matchUnits(speech, register).flatMap(({ unitId, certain }) => {
      const row = byId.get(unitId);
      if (!row) return [];
      const pathNames = row.path.split('.').map((code) => byCode.get(code)?.name ?? code);
      return [{ id: row.id, name: row.name, pathNames, certain }];
    }),
  }));
}

function selectRegister(tx: Tx, cityId: string) {
  return tx
    .selectFrom('unit')
    .select(['unit.id', 'unit.path', 'unit.name', 'unit.short_name as shortName', 'unit.aliases'])
    .where('unit.city_id', '=', cityId);
}

function namesOf(row: RegisterRow): readonly string[] {
  return [row.name, ...(row.shortName === null ? [] : [row.shortName]), ...row.aliases];
}
