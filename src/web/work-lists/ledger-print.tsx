import { App, Button } from 'antd';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { call, type InputOf } from '../../client/api.ts';
import { formatDay, formatInstant, formatShortInstant } from '../../client/format.ts';
import { useSession } from '../../client/session.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listProblems, type ProblemLine } from '../../contract/problems.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import './work-lists.css';

type Query = NonNullable<InputOf<typeof listProblems>['query']>;

/** Rows that one print holds at most: some forty sheets. Longer ledgers are exported. */
const mostPrinted = 1000;
const rowsAtOnce = 200;

/** Prints every row of the filter on A4 landscape, in the columns of a ledger on paper. */
export function PrintLedger({ query, count }: { query: Query; count: number }) {
  const say = useWords();
  const { message } = App.useApp();
  const [fetched, setFetched] = useState<readonly ProblemLine[] | null>(null);
  const [isWhole, setWhole] = useState(false);
  useEffect(() => {
    if (!isWhole) return;
    const done = () => {
      setFetched(null);
      setWhole(false);
    };
    window.addEventListener('afterprint', done, { once: true });
    window.print();
    return () => window.removeEventListener('afterprint', done);
  }, [isWhole]);

  async function print(): Promise<void> {
    if (count > mostPrinted) {
      void message.warning(say('workLists.printTooMany', { count, most: mostPrinted }), 6);
      return;
    }
    const rows: ProblemLine[] = [];
    setFetched(rows);
    try {
      for (let cursor: string | null | undefined; cursor !== null && rows.length < mostPrinted; ) {
        const page = await call(listProblems, { query: { ...query, cursor, limit: rowsAtOnce } });
        rows.push(...page.rows);
        setFetched([...rows]);
        cursor = page.next;
      }
      setWhole(true);
    } catch (error) {
      setFetched(null);
      void message.error(error instanceof Error ? error.message : String(error), 6);
    }
  }

  return (
    <>
      <Button disabled={count === 0} loading={fetched !== null} onClick={() => void print()}>
        {fetched === null
          ? say('workLists.print')
          : say('workLists.printing', { done: fetched.length, total: count })}
      </Button>
      {isWhole && fetched && createPortal(<PaperLedger rows={fetched} />, document.body)}
    </>
  );
}

const columns = [
  ['number', 5],
  ['site', 11],
  ['problem', 17],
  ['source', 7],
  ['unit', 10],
  ['person', 7],
  ['deadline', 9],
  ['measures', 13],
  ['progress', 13],
  ['struckOff', 8],
] as const;

function PaperLedger({ rows }: { rows: readonly ProblemLine[] }) {
  const say = useWords();
  const { locale } = useLocale();
  const { city } = useSession();
  const time = formatInstant(new Date().toISOString(), locale);
  return (
    <div className="print-ledger">
      <h1>{say('workLists.printTitle', { city: locale === 'en' ? city.nameEn : city.name })}</h1>
      <p>{say('workLists.printMade', { count: rows.length, time })}</p>
      <table>
        <thead>
          <tr>
            {columns.map(([name, width]) => (
              <th key={name} scope="col" style={{ width: `${width}%` }}>
                {say(`workLists.printColumn.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td>{row.number}</td>
              <td>{row.siteName ?? row.placeText}</td>
              <td>{row.title}</td>
              <td>{say(`problems.source.${row.sourceKind}`)}</td>
              <td>{row.unitName}</td>
              <td>{row.personName}</td>
              <td>{deadlineOf(row)}</td>
              <td>{row.measures}</td>
              <td>{row.progress || say(`problems.state.${row.state}`)}</td>
              <td>{row.struckOffAt && formatDay(cityDay(row.struckOffAt), locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );

  function deadlineOf(row: ProblemLine): string {
    if (row.deadlineAt === null) return '';
    const due = formatShortInstant(row.deadlineAt, locale);
    return row.overdueHours === null ? due : `${due} ${say('workLists.late', { hours: row.overdueHours })}`;
  }
}
