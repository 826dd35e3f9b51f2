import { Command } from 'commander';
import { v7 as uuid } from 'uuid';
import { inCity } from '../../server/platform/database/database.ts';
import { recordEvents } from '../../server/platform/event-log.ts';
import { CliFault, sayCli } from './cli-words.ts';
import { openHouse } from './open-house.ts';

interface CityNames {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
}

/** `guatu init`: an empty city, to which `guatu user add` gives its first administrator. */
export function initCommand(): Command {
  return new Command('init')
    .description('set up an empty city / 建立城市')
    .requiredOption('--code <code>', 'division code, 6 digits')
    .requiredOption('--name <name>', 'name in Chinese')
    .requiredOption('--name-en <name>', 'name in English')
    .action(async ({ code, name, nameEn }: CityNames) => {
      const names = [name, nameEn].map((text) => text.trim());
      if (!/^\d{6}$/.test(code) || names.some((text) => text.length < 1 || text.length > 60)) {
        throw new CliFault('cli.badCity');
      }
      const house = await openHouse('city', { log: (line) => console.log(line) });
      try {
        await makeCity(house.db, { code, name, nameEn });
        console.log(sayCli('cli.cityMade', { name, code }));
      } finally {
        await house.stop();
      }
    });
}

async function makeCity(db: Parameters<typeof inCity>[0], { code, name, nameEn }: CityNames): Promise<void> {
  const known = await db.selectFrom('city').select('city_id').where('code', '=', code).executeTakeFirst();
  if (known) throw new CliFault('cli.cityExists', { code });
  const [cityId, rootId] = [uuid(), uuid()];
  const now = new Date().toISOString();
  await inCity(db, cityId, 'write', async (tx) => {
    await tx.insertInto('city').values({ city_id: cityId, code, name, name_en: nameEn }).execute();
    const root = { city_id: cityId, id: rootId, code, name, name_en: nameEn, kind: 'city', path: code };
    await tx
      .insertInto('unit')
      .values({ ...root, valid_from: '2000-01-01' })
      .execute();
    await tx
      .insertInto('unit_placement')
      .values({ city_id: cityId, unit_id: rootId, valid_from: '2000-01-01', parent_id: null })
      .execute();
    await recordEvents(
      tx,
      cityId,
      { kind: 'unit', id: rootId },
      [{ kind: 'unit.created', data: { code, name, kind: 'city', validFrom: '2000-01-01' } }],
      { personId: null },
      now,
    );
  });
}
