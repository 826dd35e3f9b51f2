import { Client } from 'pg';

/** Name of a city in the database that is not a sample; null where there is none (or no tables yet). */
export async function findRealCity(url: string): Promise<string | null> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query("select to_regclass('public.city') is not null as there");
    if (!tables[0]?.there) return null;
    const { rows } = await client.query<{ name: string }>(
      'select name from city where not is_sample limit 1',
    );
    return rows[0]?.name ?? null;
  });
}

/** Removes everything from a database that its role owns. Only the demo does this, after {@link findRealCity}. */
export async function emptyDatabase(url: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('drop schema public cascade');
    await client.query('create schema public');
    await client.query('drop schema if exists graphile_worker cascade');
  });
}

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
