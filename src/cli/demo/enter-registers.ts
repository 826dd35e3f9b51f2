import type { Tx } from '../../server/platform/database/database.ts';
import type { NewEvent } from '../../server/platform/event-log.ts';
import { saveMapLayer } from '../../server/sites/map-layer-queries.ts';
import { enterContacts, enterPeople } from './enter-people.ts';
import { contactsOf, enterFirstEvents } from './first-events.ts';
import {
  readBorders,
  readHolidays,
  readSamplePeople,
  readSampleUnits,
  type SamplePerson,
  type SampleUnit,
} from './sample-files.ts';
import { sampleCityId, sampleId } from './sample-ids.ts';

const cityId = sampleCityId;
/** Kinds that answer for what the standards call `street_office`. */
const streetKinds: ReadonlySet<string> = new Set(['street', 'town', 'township']);

/**
 * Enters what a city knows about itself before anything happens: units, people, calendar and borders, as
 * the system, with the same history that the commands would leave.
 */
export async function enterRegisters(tx: Tx, passwordHash: string, now: string): Promise<void> {
  const { units, taskLines } = readSampleUnits();
  const people = readSamplePeople();
  await tx
    .insertInto('city')
    .values({ city_id: cityId, code: '410800', name: '焦作市', name_en: 'Jiaozuo', is_sample: true })
    .execute();
  await enterUnits(tx, units, contactsOf(people), now);
  await tx
    .insertInto('task_line')
    .values(
      taskLines.map((line) => ({
        city_id: cityId,
        id: sampleId('taskLine', `${line.unitKey}/${line.name}`),
        unit_id: sampleId('unit', line.unitKey),
        name: line.name,
        valid_from: line.validFrom,
        source: line.source,
      })),
    )
    .execute();
  await enterPeople(tx, people, units, passwordHash, now);
  await enterContacts(tx, people);
  await tx
    .insertInto('calendar_day')
    .values(readHolidays().map(({ date, ...day }) => ({ city_id: cityId, day: date, ...day })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const borders = readBorders();
  await saveMapLayer(tx, cityId, {
    key: 'districts',
    title: '焦作市区县界线',
    geojson: borders,
    source: `${borders.metadata.source}；${borders.metadata.licence}`,
    caution:
      '界线误差约 100—200 米，约为 2017 年的情况，仅供示意；计分前须换成本市权威界线。示范区在此数据中没有单独的界线。',
  });
}

async function enterUnits(
  tx: Tx,
  units: readonly SampleUnit[],
  contacts: ReadonlyMap<string, SamplePerson>,
  now: string,
): Promise<void> {
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const parentOf = ({ parentKey }: SampleUnit) => (parentKey === null ? undefined : byKey.get(parentKey));
  const pathOf = (unit: SampleUnit): string => {
    const parent = parentOf(unit);
    return parent ? `${pathOf(parent)}.${codeOf(unit)}` : codeOf(unit);
  };
  const rows = units.map((unit) => ({
    city_id: cityId,
    id: sampleId('unit', unit.key),
    code: codeOf(unit),
    name: unit.name,
    short_name: unit.shortName ?? null,
    name_en: unit.nameEn ?? null,
    aliases: unit.aliases,
    kind: unit.kind,
    unit_type: unitTypeOf(unit),
    parent_id: unit.parentKey === null ? null : sampleId('unit', unit.parentKey),
    path: pathOf(unit),
    valid_from: unit.validFrom,
    source: unit.source,
    is_sample: unit.invented,
  }));
  await tx.insertInto('unit').values(rows).execute();
  await tx
    .insertInto('unit_placement')
    .values(
      rows.map(({ id, parent_id, valid_from }) => ({ city_id: cityId, unit_id: id, valid_from, parent_id })),
    )
    .execute();
  await enterFirstEvents(
    tx,
    'unit',
    units.map((unit) => ({
      id: sampleId('unit', unit.key),
      events: unitEvents(unit, parentOf(unit), contacts.get(unit.key)),
    })),
    now,
  );
}

function unitEvents(
  unit: SampleUnit,
  parent: SampleUnit | undefined,
  contact: SamplePerson | undefined,
): NewEvent[] {
  const { name, shortName = null, nameEn = null, aliases, source, kind, validFrom } = unit;
  const created: NewEvent = {
    kind: 'unit.created',
    data: {
      name,
      shortName,
      nameEn,
      aliases,
      unitType: unitTypeOf(unit),
      source,
      code: codeOf(unit),
      kind,
      validFrom,
      parentId: parent ? sampleId('unit', parent.key) : null,
      parentName: parent?.name ?? null,
    },
  };
  if (!contact) return [created];
  const personId = sampleId('person', contact.login);
  const data = { personId, personName: contact.name, previousPersonId: null };
  return [created, { kind: 'unit.contact_set', data }];
}

/** Bodies without a division code go by their key. */
function codeOf(unit: SampleUnit): string {
  return unit.code ?? unit.key;
}

function unitTypeOf(unit: SampleUnit): string | null {
  return streetKinds.has(unit.kind) ? 'street_office' : unit.unitType;
}
