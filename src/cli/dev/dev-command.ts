import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { generateTables } from '../../server/platform/database/generate-tables.ts';
import { programDirectory } from '../house/data-folder.ts';
import { openHouse } from '../house/open-house.ts';

/** `guatu dev`: what developers of this program run. */
export function devCommand(): Command {
  const command = new Command('dev').description('for developers of this program');
  command
    .command('tables')
    .description('write the table types from the migrated database')
    .action(async () => {
      const house = await openHouse('demo');
      try {
        const place = path.join(programDirectory, 'src/server/platform/database/tables.generated.ts');
        await writeFile(place, await generateTables(house.url));
      } finally {
        await house.stop();
      }
    });
  return command;
}
