import pg from 'pg';

const scalarTypes: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float8: 'number',
  numeric: 'string',
  date: 'string',
  timestamptz: 'string',
  xid8: 'string',
  bytea: 'Buffer',
  _text: 'string[]',
  _uuid: 'string[]',
};

interface Column {
  table_name: string;
  column_name: string;
  udt_name: string;
  is_nullable: string;
  column_default: string | null;
  is_identity: string;
}

/**
 * Writes the table types from a migrated database, so that code and migrations cannot drift: a test
 * compares the committed file with this function's result.
 *
 * @returns the text of `tables.generated.ts`.
 */
export async function generateTables(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Column>(
      `select c.table_name, c.column_name, c.udt_name, c.is_nullable, c.column_default, c.is_identity
       from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'schema_migration'
       order by c.table_name, c.ordinal_position`,
    );
    const tables = Map.groupBy(rows, (row) => row.table_name);
    const members = [...tables].map(
      ([table, columns]) =>
        `  ${table}: {\n${columns.map((column) => `    ${describe(column)};`).join('\n')}\n  };`,
    );
    return `// Written from the migrations by \`guatu dev tables\`; a test compares. Do not edit.
import type { ColumnType, Generated } from 'kysely';

type JsonColumn = ColumnType<unknown, string, string>;
type JsonColumnWithDefault = ColumnType<unknown, string | undefined, string>;

export interface Tables {
${members.join('\n')}
}
`;
  } finally {
    await client.end();
  }
}

function describe(column: Column): string {
  const filled = column.column_default !== null || column.is_identity === 'YES';
  if (column.udt_name === 'jsonb') {
    const nullable = column.is_nullable === 'YES' ? ' | null' : '';
    return `${column.column_name}: ${filled ? 'JsonColumnWithDefault' : 'JsonColumn'}${nullable}`;
  }
  const base = scalarTypes[column.udt_name];
  if (!base) throw new Error(`no TypeScript type known for ${column.table_name}.${column.column_name}`);
  const nullable = column.is_nullable === 'YES' ? `${base} | null` : base;
  return `${column.column_name}: ${filled ? `Generated<${nullable}>` : nullable}`;
}
