import type { Client } from 'pg';
import type { BenchCity } from './bench-city.ts';

/** Whose sight of the ledger is measured. */
export interface Viewer {
  readonly name: string;
  readonly personId: string;
}

/** A filter as the address has it. */
export type LedgerQuery = Readonly<Record<string, string>>;

/** One person of each sight: the whole city, a district, a street, a bureau, a grid worker of the street. */
export async function findViewers(client: Client, city: BenchCity): Promise<Viewer[]> {
  const logins = {
    office: 'office',
    district: 'district.d1',
    street: 'head.d1s1',
    bureau: 'head.b4',
    'grid worker': 'd1s1g1',
  };
  const { rows } = await client.query<{ id: string; login: string }>(
    'select id, login from person where city_id = $1 and login = any ($2)',
    [city.id, Object.values(logins)],
  );
  return Object.entries(logins).map(([name, login]) => {
    const personId = rows.find((row) => row.login === login)?.id;
    if (!personId) throw new Error(`nobody signs in as ${login}`);
    return { name, personId };
  });
}

/** Values of every filter that the ledger offers; each is measured alone, and they are drawn together. */
export async function findFilterValues(
  client: Client,
  city: BenchCity,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const idsOf = async (statement: string): Promise<string[]> => {
    const { rows } = await client.query<{ id: string }>(statement, [city.id]);
    return rows.map(({ id }) => id);
  };
  const dayBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
  return {
    list: [
      'overdue',
      'dueSoon',
      'toVerify',
      'returned',
      'deferred',
      'recurrences',
      'severeWithoutSweep',
      'duplicates',
    ],
    states: ['struck_off', 'in_progress', 'rejected,voided', 'reported,returned'],
    unitId: await idsOf(
      `select id from unit where city_id = $1 and code in ('d1s1','d2','b4','b7') order by code`,
    ),
    territoryId: await idsOf(
      `select id from unit where city_id = $1 and code in ('d1','d1s1','d3s2k1') order by code`,
    ),
    assistingUnitId: await idsOf(`select id from unit where city_id = $1 and code = 'b2'`),
    overdue: ['true', 'false'],
    light: ['yellow', 'green', 'red'],
    category: ['litter', 'kind5', 'kind30'],
    siteId: await idsOf(`select id from site where city_id = $1 and code = 'P-1'`),
    roundId: await idsOf(
      `select id from round where city_id = $1 and name in ('第1轮','第40轮') order by name`,
    ),
    personId: await idsOf(
      `select id from person where city_id = $1 and login in ('d1s1g1','head.b4') order by login`,
    ),
    mine: ['true'],
    severity: ['high', 'normal'],
    sourceKind: ['meeting', 'inspection', 'import'],
    raisedFrom: [dayBefore(30), dayBefore(365)],
    raisedTo: [dayBefore(400), dayBefore(60)],
    struckOffFrom: [dayBefore(30), dayBefore(365)],
    struckOffTo: [dayBefore(500), dayBefore(60)],
    recurrence: ['true'],
    clockStopped: ['true'],
    requests: ['any', 'deferral'],
    search: ['墙角有暴露', '第123处', '12号院', '垃圾', '号院', '没有这样的话', '777777'],
    sort: ['deadline', 'worst'],
  };
}

/** Every value of every filter alone, and the ledger without one. */
export function singleQueries(values: Readonly<Record<string, readonly string[]>>): LedgerQuery[] {
  const singles = Object.entries(values).flatMap(([name, known]) =>
    known.map((value) => ({ [name]: value })),
  );
  return [{}, ...singles];
}

/** Two to four filters together, drawn by `seed`. */
export function drawnQueries(
  values: Readonly<Record<string, readonly string[]>>,
  count: number,
  seed: number,
): LedgerQuery[] {
  let state = seed;
  const draw = (below: number) => {
    // a linear congruence is chance enough to mix filters
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const names = Object.keys(values);
  return Array.from({ length: count }, () => {
    const size = 2 + draw(3);
    const query: Record<string, string> = {};
    while (Object.keys(query).length < size) {
      const name = names[draw(names.length)] ?? '';
      const known = values[name] ?? [];
      const value = known[draw(known.length)];
      if (value !== undefined) query[name] = value;
    }
    return query;
  });
}
