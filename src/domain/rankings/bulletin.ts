import type { FlagRule } from './ranking-table.ts';

/** An official bulletin (通报) on a ranking, before anybody decides how it looks. */
export interface Bulletin {
  /** Who issues and signs; where absent the paper has neither red head nor signature. */
  readonly issuer?: string;
  /** The words of the red head; where absent the issuer's name with 文件. */
  readonly headWords?: string;
  /** As printed: 焦城创指〔2019〕48号. */
  readonly documentNumber?: string;
  readonly title: string;
  readonly recipients: readonly string[];
  /** The rules the assessment follows, by name: 焦作市四城联创工作督导考评办法. */
  readonly basis?: string;
  /** One sentence per kind of assessor: who rated whom. */
  readonly assessors: readonly string[];
  readonly groups: readonly BulletinGroup[];
  /** How far the sweeps (举一反三) of the period were, already in words. */
  readonly sweeps?: string;
  /** Lines on how scores came about: counts, rounding, seed and hash, doubts to be decided. */
  readonly method: readonly string[];
  readonly annexes: readonly BulletinAnnex[];
  /** Calendar day, `2019-08-21`. */
  readonly date?: string;
  readonly copyTo: readonly string[];
  /** The office that prints the paper (印发机关). */
  readonly printedBy?: string;
}

export interface BulletinGroup {
  readonly name: string;
  readonly flags?: FlagRule;
  /** In rank order, then the units without a rank. */
  readonly units: readonly BulletinUnit[];
}

export interface BulletinUnit {
  readonly name: string;
  readonly score: string | null;
  readonly rank: number | null;
  readonly flag: string | null;
  /** Printed beside the unit, already in words. */
  readonly note: string | null;
}

/** A table on a page of its own. Every row has as many cells as there are columns. */
export interface BulletinAnnex {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

export type FlagTone = 'praise' | 'criticism';

/** All units of one group that get one flag, best first. */
export interface FlagDecision {
  readonly tone: FlagTone;
  readonly flag: string;
  readonly group: string;
  readonly units: readonly string[];
}

/**
 * What the flags say about the units: praise first, then criticism, each in the order of the groups.
 *
 * The colour words are data, so the tone comes from the place of the flag in its rule: a flag for the
 * top, or for reaching a score, praises; one for the bottom, or for staying below, criticises.
 */
export function decideByFlags(groups: readonly BulletinGroup[]): readonly FlagDecision[] {
  const decisions = groups.flatMap(({ name, flags, units }) => {
    const tones = flagTones(flags ?? {});
    return [...tones].flatMap(([flag, tone]): FlagDecision[] => {
      const flagged = units.filter((unit) => unit.flag === flag).map((unit) => unit.name);
      return flagged.length > 0 ? [{ tone, flag, group: name, units: flagged }] : [];
    });
  });
  const ofTone = (tone: FlagTone) => decisions.filter((decision) => decision.tone === tone);
  return [...ofTone('praise'), ...ofTone('criticism')];
}

/** Which flags of a rule praise and which criticise. */
export function flagTones(rule: FlagRule): ReadonlyMap<string, FlagTone> {
  const tones = new Map<string, FlagTone>();
  if (rule.top) tones.set(rule.top.flag, 'praise');
  if (rule.bottom && !tones.has(rule.bottom.flag)) tones.set(rule.bottom.flag, 'criticism');
  for (const { flag, min } of rule.thresholds ?? []) {
    if (!tones.has(flag)) tones.set(flag, min === undefined ? 'criticism' : 'praise');
  }
  return tones;
}

/**
 * A document number (发文字号) after GB/T 9704-2012: agency code, four-digit year in hexagonal
 * brackets, number without leading zero and without 第.
 *
 * @throws RangeError where the year has not four digits or the number is no positive whole number.
 */
export function formatDocumentNumber(prefix: string, year: number, number: number): string {
  if (!Number.isInteger(year) || year < 1000 || year > 9999) throw new RangeError(`not a year: ${year}`);
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`not a document number: ${number}`);
  return `${prefix}〔${year}〕${number}号`;
}
