import type { z } from 'zod';
import type { getDistricts } from '../../contract/sites.ts';
import type { FieldDatabase } from '../store/field-database.ts';
import { findBorders, keepBorders } from '../store/packet-store.ts';
import { fieldRequest } from './field-request.ts';

type Districts = z.output<typeof getDistricts.reply>;

const msPerDay = 86_400_000;

/** Takes the borders of the districts along for the sketch map; asked anew after a week. */
export async function loadBorders(db: FieldDatabase, now: Date): Promise<void> {
  const known = await findBorders(db);
  if (known && now.getTime() - Date.parse(known.keptAt) < 7 * msPerDay) return;
  const { layer } = await fieldRequest<Districts>('GET', '/api/map/districts');
  const rings = (layer?.geojson.features ?? []).flatMap(({ geometry }) =>
    geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
  );
  await keepBorders(db, {
    keptAt: now.toISOString(),
    caution: layer?.caution ?? null,
    rings: rings as unknown as readonly (readonly (readonly [number, number])[])[],
  });
}
