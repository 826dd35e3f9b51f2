import type { OrderView } from '../../contract/orders.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import type { BulletinAnnex } from '../../domain/rankings/bulletin.ts';
import { officialDocx } from '../documents/bulletin-docx.ts';
import { chineseNumber, officialDate } from '../documents/bulletin-text.ts';
import { say as sayIn } from '../platform/words.ts';

/** What stands around the letter's own text. */
export interface LetterFrame {
  readonly paper: LedgerSettings['orderPaper'];
  /** Name of the office that sends it, where the city set no other. */
  readonly officeName: string;
}

/** The letter (督办单) as a Word file, laid out as an official paper. The same letter gives the same bytes. */
export async function orderLetter(order: OrderView, { paper, officeName }: LetterFrame): Promise<Uint8Array> {
  const issuer = paper.issuer || officeName;
  const day = cityDay(order.issuedAt ?? order.madeAt);
  return officialDocx({
    issuer,
    headWords: paper.headWords === '' ? undefined : paper.headWords,
    documentNumber: order.number ?? letterWord('draftMark'),
    title: order.title,
    recipients: [order.unit.name],
    body: [
      { kind: 'body', text: letterWord(`opening.${order.colour}`, { count: order.problemCount }) },
      ...section(1, letterWord('demands'), order.demands.split('\n')),
      ...section(2, letterWord('answering'), [answerLine(order)]),
    ],
    annexes: [problemTable(order)],
    date: day,
    copyTo: [],
    printedBy: paper.printedBy === '' ? undefined : paper.printedBy,
  });
}

function section(number: number, heading: string, lines: readonly string[]) {
  const texts = lines.map((text) => text.trim()).filter((text) => text !== '');
  return [
    {
      kind: 'heading1' as const,
      text: sayIn('zh-CN', 'documents.heading1', { number: chineseNumber(number), text: heading }),
    },
    ...texts.map((text) => ({ kind: 'body' as const, text })),
  ];
}

function answerLine({ answerDueAt, answerHours }: OrderView): string {
  if (answerDueAt === null) return letterWord('answerWithin', { hours: answerHours });
  return letterWord('answerBy', { date: officialDate(cityDay(answerDueAt)), time: clockOf(answerDueAt) });
}

function problemTable({ problems }: OrderView): BulletinAnnex {
  const columns = ['number', 'place', 'problem', 'person', 'deadline', 'late'];
  return {
    title: letterWord('annexTitle'),
    columns: columns.map((column) => letterWord(`column.${column}`)),
    rows: problems.map((problem) => [
      String(problem.number),
      problem.place,
      problem.title,
      problem.person?.name ?? '',
      problem.deadlineAt === null
        ? ''
        : `${officialDate(cityDay(problem.deadlineAt))} ${clockOf(problem.deadlineAt)}`,
      lateness(problem.hoursLate),
    ]),
    note: letterWord('annexNote'),
  };
}

function lateness(hours: number): string {
  if (hours === 0) return letterWord('inTime');
  return letterWord('lateBy', { hours: String(Math.round(hours * 10) / 10) });
}

/** Local time of day of an instant. */
function clockOf(instant: string): string {
  return new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(11, 16);
}

function letterWord(word: string, facts: Readonly<Record<string, unknown>> = {}): string {
  return sayIn('zh-CN', `orders.letter.${word}`, facts);
}
