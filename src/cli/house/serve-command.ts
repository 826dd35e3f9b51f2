import { Command } from 'commander';
import { buildWeb } from './build-web.ts';
import { CliFault, sayCli } from './cli-words.ts';
import { openHouse } from './open-house.ts';
import { readPort, requirePort, serveHouse } from './serve-house.ts';

const log = (line: string) => console.log(line);

/** `guatu serve`: the city's own house. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the city / 启动服务')
    .option('--port <port>', 'port (PORT)', process.env.PORT ?? '8710')
    .option('--host <address>', 'address to listen on', process.env.HOST ?? '127.0.0.1')
    .action(async (given: { port: string; host: string }) => {
      const port = readPort(given.port);
      await requirePort({ port, host: given.host });
      await buildWeb(log);
      const house = await openHouse('city', { log, onExit: endWithDatabase });
      try {
        const city = await house.db.selectFrom('city').select('city_id').limit(1).executeTakeFirst();
        if (!city) throw new CliFault('cli.noCity');
        await serveHouse(house, { port, host: given.host }, log);
      } catch (error) {
        await house.stop();
        throw error;
      }
      log(sayCli('cli.serving', { address: `http://${given.host}:${port}` }));
      log(sayCli('cli.stopHint'));
    });
}

/** Without its database the program is of no use; whoever supervises it starts both again. */
export function endWithDatabase(): void {
  console.error(sayCli('cli.databaseEnded'));
  process.exit(1);
}

/** `guatu build`: the pages, without starting anything. */
export function buildCommand(): Command {
  return new Command('build')
    .description('build the web pages / 构建网页')
    .option('--force', 'even when nothing changed')
    .action((given: { force?: boolean }) => buildWeb(log, given));
}
