import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { emptyDatabase, findRealCity } from '../../server/platform/database/empty-database.ts';
import { buildWeb } from '../house/build-web.ts';
import { CliFault, sayCli } from '../house/cli-words.ts';
import { type OpenHouse, openHouse } from '../house/open-house.ts';
import { endWithDatabase } from '../house/serve-command.ts';
import { readPort, requirePort, serveHouse } from '../house/serve-house.ts';
import { findSampleCity, loadSampleCity, sampleHints } from './load-sample-city.ts';

const log = (line: string) => console.log(line);

/** Of every sample account; the sample city holds nothing worth keeping from anybody on this machine. */
const samplePassword = 'guatu-yangben-2019';

/** `guatu demo`: the sample city of Jiaozuo in a house of its own. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('serve the sample city of Jiaozuo / 启动样本城市')
    .option('--reset', 'clear the sample city and load it anew / 清空后重新载入')
    .option('--port <port>', 'port (PORT)', process.env.PORT ?? '8710')
    .option('--host <address>', 'address to listen on', process.env.HOST ?? '127.0.0.1')
    .action(async (given: { reset?: boolean; port: string; host: string }) => {
      const port = readPort(given.port);
      await requirePort({ port, host: given.host });
      await buildWeb(log);
      const house = await openSampleHouse(given.reset ?? false);
      const hints = sampleHints(samplePassword);
      try {
        await serveHouse(house, { port, host: given.host, app: { signInHints: hints } }, log);
      } catch (error) {
        await house.stop();
        throw error;
      }
      log('');
      log(sayCli('cli.serving', { address: `http://${given.host}:${port}` }));
      log(sayCli('cli.signInHints', { password: samplePassword }));
      const widest = Math.max(...hints.map((hint) => hint.login.length));
      for (const hint of hints) log(`  ${hint.login.padEnd(widest)}  ${hint.zh} / ${hint.en}`);
      log(sayCli('cli.stopHint'));
    });
}

/** Opens the demo's house and loads the city where it is not there, or not whole. */
async function openSampleHouse(reset: boolean): Promise<OpenHouse> {
  const clear = async (url: string, filesDirectory: string) => {
    await emptyDatabase(url);
    await rm(filesDirectory, { recursive: true, force: true });
  };
  const before = async (url: string, filesDirectory: string) => {
    const real = await findRealCity(url);
    if (real !== null) throw new CliFault('cli.notASample', { name: real });
    if (!reset) return;
    await clear(url, filesDirectory);
    log(sayCli('cli.sampleReset'));
  };
  const house = await openHouse('demo', { log, onExit: endWithDatabase, before });
  const known = await findSampleCity(house.db);
  if (known?.finished) return house;
  if (known) {
    log(sayCli('cli.sampleUnfinished'));
    await clear(house.url, house.filesDirectory);
    await house.stop();
    return openSampleHouse(false);
  }
  try {
    log(sayCli('cli.loadingSample'));
    const begun = performance.now();
    const { db, filesDirectory } = house;
    await loadSampleCity({ db, filesDirectory, now: new Date(), password: samplePassword, log });
    log(sayCli('cli.sampleLoaded', { seconds: ((performance.now() - begun) / 1000).toFixed(0) }));
    return house;
  } catch (error) {
    await house.stop();
    throw error;
  }
}
