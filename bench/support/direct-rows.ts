import { Client } from 'pg';
import { v7 as uuid } from 'uuid';
import type { BenchCity } from './bench-city.ts';
import type { BenchVisit } from './bench-visits.ts';

type Row = Record<string, unknown>;

/** The rows of one submission, table by table, as the application wrote them. */
export interface SubmissionRows {
  readonly inspection: readonly Row[];
  readonly answer: readonly Row[];
  readonly problem: readonly Row[];
  readonly event: readonly Row[];
}

const eventColumns =
  'city_id, subject_kind, subject_id, version, kind, data, actor_id, actor_kind, at, prev_hash, hash';

/** Connections fenced to the city like the application's; the fence is set once, not per statement. */
export async function openDirectClients(url: string, city: BenchCity, count: number): Promise<Client[]> {
  const clients = Array.from({ length: count }, () => new Client({ connectionString: url }));
  for (const client of clients) {
    await client.connect();
    await client.query(`select set_config('app.city_id', $1, false)`, [city.id]);
  }
  return clients;
}

/** Reads back what one submission stored. */
export async function readSubmissionRows(client: Client, inspectionId: string): Promise<SubmissionRows> {
  const rowsOf = async (statement: string): Promise<Row[]> => {
    const { rows } = await client.query<{ row: Row }>(statement, [inspectionId]);
    return rows.map(({ row }) => row);
  };
  return {
    inspection: await rowsOf('select to_jsonb(i) as row from inspection i where id = $1'),
    answer: await rowsOf('select to_jsonb(a) as row from answer a where inspection_id = $1'),
    problem: await rowsOf('select to_jsonb(p) as row from problem p where inspection_id = $1'),
    event: await rowsOf(`select to_jsonb(e) - 'seq' - 'xact_id' as row from event e where subject_id = $1
      or subject_id in (select p.id from problem p where p.inspection_id = $1) order by seq`),
  };
}

// far above what the application numbers in the same run
let lastNumber = 1_000_000_000;

/** The same rows as another submission: new ids and numbers, another visit. */
export function rowsLike(template: SubmissionRows, visit: BenchVisit): SubmissionRows {
  const [like] = template.inspection;
  const ids = new Map<unknown, string>([[like?.id, uuid()]]);
  for (const problem of template.problem) ids.set(problem.id, uuid());
  const idOf = (old: unknown) => ids.get(old) ?? old;
  const placed = { site_id: visit.siteId, round_id: visit.roundId };
  return {
    inspection: template.inspection.map((row) => ({
      ...row,
      ...placed,
      id: idOf(row.id),
      visit_id: visit.visitId,
      inspector_id: visit.inspectorId,
    })),
    answer: template.answer.map((row) => ({ ...row, inspection_id: idOf(row.inspection_id) })),
    problem: template.problem.map((row) => {
      lastNumber += 1;
      return {
        ...row,
        ...placed,
        id: idOf(row.id),
        inspection_id: idOf(row.inspection_id),
        number: lastNumber,
      };
    }),
    event: template.event.map((row) => ({ ...row, subject_id: idOf(row.subject_id) })),
  };
}

const oneStatement = `
  with i as (insert into inspection select * from jsonb_populate_recordset(null::inspection, $1::jsonb)),
    a as (insert into answer select * from jsonb_populate_recordset(null::answer, $2::jsonb)),
    p as (insert into problem select * from jsonb_populate_recordset(null::problem, $3::jsonb))
  insert into event (${eventColumns})
  select ${eventColumns} from jsonb_populate_recordset(null::event, $4::jsonb)`;

/** All rows in one statement that commits itself: as little as the database can be asked for. */
export async function insertAtOnce(client: Client, rows: SubmissionRows): Promise<void> {
  const values = [rows.inspection, rows.answer, rows.problem, rows.event].map((part) => JSON.stringify(part));
  await client.query({ name: 'submission', text: oneStatement, values });
}

/** A statement for every row, between begin and commit. */
export async function insertOneByOne(client: Client, rows: SubmissionRows): Promise<void> {
  await client.query('begin');
  for (const table of ['inspection', 'answer', 'problem'] as const) {
    const text = `insert into ${table} select * from jsonb_populate_record(null::${table}, $1::jsonb)`;
    for (const row of rows[table]) await client.query({ name: table, text, values: [JSON.stringify(row)] });
  }
  const text = `insert into event (${eventColumns}) select ${eventColumns} from jsonb_populate_record(null::event, $1::jsonb)`;
  for (const row of rows.event) await client.query({ name: 'event', text, values: [JSON.stringify(row)] });
  await client.query('commit');
}
