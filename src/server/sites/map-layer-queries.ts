import { borderCollection } from '../../contract/sites.ts';
import type { Tx } from '../platform/database/database.ts';

/** A quiet layer of a city's map; `geojson` must be a {@link borderCollection}. */
export interface MapLayer {
  readonly key: 'districts';
  readonly title: string;
  readonly geojson: unknown;
  readonly source: string | null;
  readonly caution: string | null;
}

/** Stores or replaces a layer. @throws ZodError where the borders are no collection of named polygons. */
export async function saveMapLayer(tx: Tx, cityId: string, layer: MapLayer): Promise<void> {
  const row = {
    title: layer.title,
    geojson: JSON.stringify(borderCollection.parse(layer.geojson)),
    source: layer.source,
    caution: layer.caution,
  };
  await tx
    .insertInto('map_layer')
    .values({ city_id: cityId, key: layer.key, ...row })
    .onConflict((conflict) => conflict.columns(['city_id', 'key']).doUpdateSet(row))
    .execute();
}

/** The borders of the city's districts; undefined where it has none. */
export async function findDistricts(tx: Tx, cityId: string) {
  const row = await tx
    .selectFrom('map_layer')
    .select(['title', 'geojson', 'source', 'caution'])
    .where('city_id', '=', cityId)
    .where('key', '=', 'districts')
    .executeTakeFirst();
  return row && { ...row, geojson: borderCollection.parse(row.geojson) };
}
