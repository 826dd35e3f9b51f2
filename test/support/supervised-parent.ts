import { startEmbeddedPostgres } from '../../src/server/platform/database/postgres-supervisor.ts';
import { SupervisorError } from '../../src/server/platform/database/supervisor-error.ts';

// A process that tests may kill: starts the database on the directory given and says what happened, one
// JSON line, then stays. Ends in no orderly way on purpose.
process.on('disconnect', () => process.exit());
const [directory = '', systemDirectory = ''] = process.argv.slice(2);
try {
  const database = await startEmbeddedPostgres({ directory, systemDirectory });
  const { url, pid, adopted, dataDirectory, binaries } = database;
  console.log(JSON.stringify({ url, pid, adopted, dataDirectory, binaries }));
  setInterval(() => undefined, 1000);
} catch (error) {
  const known = error instanceof SupervisorError;
  console.log(JSON.stringify(known ? { code: error.code, facts: error.facts } : { code: String(error) }));
  process.disconnect();
}
