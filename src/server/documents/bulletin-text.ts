import {
  type Bulletin,
  type BulletinAnnex,
  type BulletinGroup,
  type BulletinUnit,
  decideByFlags,
  type FlagDecision,
} from '../../domain/rankings/bulletin.ts';
import { documentsZh } from '../../text/zh-CN/documents.ts';
import { rankingsZh } from '../../text/zh-CN/rankings.ts';
import { sayFlag } from './ranking-words.ts';

/** One paragraph of the body, with its place in the order of headings. */
export interface BulletinParagraph {
  readonly kind: 'heading1' | 'heading2' | 'body';
  readonly text: string;
}

/** A group with more ranked units than this names its first ones and refers to the annex. */
const unitsInText = 10;

/**
 * The body in the order officials expect: basis and assessors, groups with scores, decision on
 * praise and criticism, notes on the method.
 */
export function bulletinBody(bulletin: Bulletin): readonly BulletinParagraph[] {
  const sections: BulletinParagraph[][] = [
    ...bulletin.groups.map(groupSection),
    sweepSection(bulletin.sweeps),
    decisionSection(bulletin),
    methodSection(bulletin.method),
  ].filter((section) => section.length > 0);
  const numbered = sections.flatMap((section, index) =>
    section.map((paragraph) =>
      paragraph.kind === 'heading1'
        ? { ...paragraph, text: say('heading1', { number: chineseNumber(index + 1), text: paragraph.text }) }
        : paragraph,
    ),
  );
  return [{ kind: 'body', text: opening(bulletin) }, ...numbered];
}

/** The table of one group: rank, unit, score, and flag and note where any unit has one. */
export function groupAnnex(group: BulletinGroup): BulletinAnnex {
  const columns: [heading: string, cell: (unit: BulletinUnit) => string][] = [
    [
      say('column.rank'),
      (unit) => (unit.rank === null ? rankingsZh['rankings.unranked'] : String(unit.rank)),
    ],
    [say('column.unit'), (unit) => unit.name],
    [say('column.score'), (unit) => unit.score ?? rankingsZh['rankings.unranked']],
  ];
  if (group.units.some((unit) => unit.flag !== null)) {
    columns.push([say('column.flag'), (unit) => (unit.flag === null ? '' : sayFlag('zh-CN', unit.flag))]);
  }
  if (group.units.some((unit) => unit.note !== null))
    columns.push([say('column.note'), (unit) => unit.note ?? '']);
  return {
    title: say('annexTitle', { group: group.name }),
    columns: columns.map(([heading]) => heading),
    rows: group.units.map((unit) => columns.map(([, cell]) => cell(unit))),
  };
}

/** `2019-08-21` as papers write it: 2019年8月21日. */
export function officialDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return say('date', { year: year ?? '', month: month ?? '', day: date ?? '' });
}

export function recipientsLine(recipients: readonly string[]): string {
  return recipients.join(say('recipientSeparator')) + say('salutationEnd');
}

export function copyToLine(names: readonly string[]): string {
  return say('copyTo', { names: names.join(say('recipientSeparator')) });
}

export function printedDate(day: string): string {
  return say('printed', { date: officialDate(day) });
}

export function redHeadWords(bulletin: Pick<Bulletin, 'headWords' | 'issuer'>): string | null {
  if (bulletin.headWords !== undefined) return bulletin.headWords;
  return bulletin.issuer === undefined ? null : bulletin.issuer + say('headSuffix');
}

/** 附件, numbered where there are several. */
export function annexMark(index: number, count: number): string {
  return say('annex') + (count > 1 ? String(index + 1) : '');
}

/** The lines of the note below the body: what each annex is called. */
export function annexNotes(annexes: readonly BulletinAnnex[]): readonly string[] {
  return annexes.map(({ title }, index) =>
    annexes.length > 1 ? say('item', { number: index + 1, text: title }) : title,
  );
}

export function annexNoteStart(): string {
  return say('annexNote');
}

function opening({ basis, assessors }: Bulletin): string {
  const facts = { basis: basis ?? '', assessors: assessors.join(say('sentenceSeparator')) };
  if (basis !== undefined) return say(assessors.length > 0 ? 'opening' : 'openingBasisOnly', facts);
  return say(assessors.length > 0 ? 'openingAssessorsOnly' : 'openingPlain', facts);
}

function groupSection({ name, units }: BulletinGroup): BulletinParagraph[] {
  const ranked = units.filter((unit) => unit.rank !== null);
  const shown = ranked.length > unitsInText ? ranked.slice(0, 3) : ranked;
  const list = shown.map((unit) =>
    say('rankedUnit', { rank: unit.rank ?? '', name: unit.name, score: unit.score ?? '' }),
  );
  const facts = { units: list.join(say('listSeparator')), count: ranked.length, shown: shown.length };
  const unranked = units
    .filter((unit) => unit.rank === null)
    .map((unit) =>
      say(unit.score === null ? 'unrankedNoScore' : 'unranked', {
        name: unit.name,
        score: unit.score ?? '',
        reason: unit.note ?? rankingsZh['rankings.remark.not-ranked'],
      }),
    );
  const sentence =
    ranked.length === 0 ? [] : [say(shown.length < ranked.length ? 'rankedLong' : 'ranked', facts)];
  const text = [...sentence, ...unranked].join('');
  return text === '' ? [] : [heading1(name), { kind: 'body', text }];
}

function sweepSection(text: string | undefined): BulletinParagraph[] {
  return text === undefined ? [] : [heading1(say('sweeps')), { kind: 'body', text }];
}

function decisionSection({ groups, issuer }: Bulletin): BulletinParagraph[] {
  const decisions = decideByFlags(groups);
  if (decisions.length === 0) return [];
  const start = issuer === undefined ? say('decided') : say('decidedBy', { issuer });
  const parts = (['praise', 'criticism'] as const)
    .map((tone) => ({ tone, of: decisions.filter((decision) => decision.tone === tone) }))
    .filter(({ of }) => of.length > 0);
  return [
    heading1(say('decision')),
    ...parts.flatMap(({ tone, of }, index): BulletinParagraph[] => [
      { kind: 'heading2', text: say('heading2', { number: chineseNumber(index + 1), text: say(tone) }) },
      { kind: 'body', text: start + of.map(decisionSentence).join('') },
    ]),
  ];
}

function decisionSentence({ tone, flag, group, units }: FlagDecision): string {
  const facts = { group, units: units.join(say('listSeparator')), flag: sayFlag('zh-CN', flag) };
  return say(tone === 'praise' ? 'praiseOf' : 'criticismOf', facts);
}

function methodSection(lines: readonly string[]): BulletinParagraph[] {
  if (lines.length === 0) return [];
  const items = lines.map((text, index) =>
    lines.length > 1 ? say('item', { number: index + 1, text }) : text,
  );
  return [heading1(say('method')), ...items.map((text): BulletinParagraph => ({ kind: 'body', text }))];
}

function heading1(text: string): BulletinParagraph {
  return { kind: 'heading1', text };
}

type DocumentWord = keyof typeof documentsZh extends `documents.${infer Word}` ? Word : never;

function say(word: DocumentWord, facts: Readonly<Record<string, string | number>> = {}): string {
  return documentsZh[`documents.${word}`].replace(/\{\{(\w+)\}\}/g, (_, name: string) =>
    String(facts[name] ?? ''),
  );
}

/** 1 to 99 as headings count: 一, 十, 十一, 二十, 二十一. */
export function chineseNumber(number: number): string {
  const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
  const [tens, ones] = [Math.floor(number / 10), number % 10];
  if (number < 1 || number > 99) return String(number);
  if (tens === 0) return digits[ones] ?? '';
  return `${tens === 1 ? '' : digits[tens]}十${digits[ones]}`;
}
