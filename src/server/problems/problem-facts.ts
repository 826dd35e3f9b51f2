import { sql } from 'kysely';
import type { PhotoReference, PhotoView } from '../../contract/photos.ts';
import { type Actor, isWithin } from '../../domain/access/may.ts';
import { roles, verbsOfRole } from '../../domain/access/verbs.ts';
import { deadlineAt } from '../../domain/deadlines/deadline.ts';
import type { LedgerSettings } from '../../domain/deadlines/ledger-settings.ts';
import { distanceMetres } from '../../domain/places/distance.ts';
import type { ProblemCommand } from '../../domain/problems/problem-commands.ts';
import type {
  EvidencePhoto,
  MoveFacts,
  NewCategory,
  ProblemFacts,
} from '../../domain/problems/problem-facts.ts';
import { loadCalendar } from '../deadlines/calendar-queries.ts';
import { limitOfCategory } from '../deadlines/category-limit-row.ts';
import { findContact, findUnit } from '../organisation/unit-queries.ts';
import { findPhotos } from '../photos/photo-queries.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Permissions } from '../platform/permissions.ts';
import { newDeadline } from './problem-deadlines.ts';
import { owningPath, type ProblemPlace } from './problem-queries.ts';
import { findRelated, findRelations } from './problem-relations.ts';
import { type ProblemRow, problemOf } from './problem-rows.ts';
import { findUnitByRule } from './responsibility-queries.ts';

/**
 * What the rules need to say which moves are open for this person. `problem.work` counts in the
 * responsible and the assisting units and in everything below them: a street's problem is put right by
 * the grid worker of a community. Every other verb counts where the problem lies.
 */
export async function loadMoveFacts(
  tx: Tx,
  cityId: string,
  asker: { readonly actor: Actor; readonly ask: Permissions; readonly now: string },
  row: ProblemRow,
  place: ProblemPlace,
  settings: LedgerSettings,
): Promise<MoveFacts> {
  const { actor, ask, now } = asker;
  const owner = owningPath(place);
  return {
    now,
    actor: {
      personId: actor.personId,
      unitIds: await listWorkplaces(tx, cityId, actor),
      may: (verb) =>
        ask.may(verb, owner) ||
        (verb === 'problem.work' && worksWithin(ask, [owner, ...place.assistingPaths])),
    },
    ...(await findRelations(tx, cityId, row)),
    arbiterPersonId: settings.arbiterPersonId,
    rules: settings,
  };
}

function worksWithin(ask: Permissions, paths: readonly string[]): boolean {
  const workplaces = ask.reach('problem.work');
  return paths.some(
    (path) => ask.may('problem.work', path) || workplaces.some((workplace) => isWithin(workplace, path)),
  );
}

/**
 * Units the person works in by grant, the unit that employs him, and those above them below the city
 * itself: whoever is paid by a street does not strike off its fixes, wherever he was granted a role.
 */
export async function listWorkplaces(tx: Tx, cityId: string, actor: Actor): Promise<string[]> {
  const granted = actor.grants.map((grant) => grant.unitPath);
  const { rows } = await sql<{ id: string }>`
    with workplace as (
      select path from unit where city_id = ${cityId} and path = any (${granted}::text[])
      union
      select u.path from person p join unit u on u.city_id = p.city_id and u.id = p.home_unit_id
      where p.city_id = ${cityId} and p.id = ${actor.personId})
    select u.id from unit u join workplace w on u.path = w.path
        or (starts_with(w.path, u.path || '.') and u.parent_id is not null)
    where u.city_id = ${cityId}`.execute(tx);
  return rows.map((row) => row.id);
}

/** The facts of one command on a locked problem. `chosenDeadline`: picked by the person, else counted. */
export async function loadCommandFacts(
  tx: Tx,
  cityId: string,
  asker: { readonly actor: Actor; readonly ask: Permissions },
  row: ProblemRow,
  place: ProblemPlace,
  given: {
    readonly command: ProblemCommand;
    readonly photos: readonly PhotoReference[];
    readonly chosenDeadline: string | null;
  },
  move: MoveFacts,
  settings: LedgerSettings,
): Promise<ProblemFacts> {
  const { command, photos, chosenDeadline } = given;
  const calendar = await loadCalendar(tx, cityId);
  const category =
    command.type === 'changeCategory'
      ? await findNewCategory(tx, cityId, row, command.categoryKey, move.now)
      : null;
  const relatedId = relatedIdOf(command);
  return {
    ...move,
    number: null,
    deadlineAt:
      chosenDeadline === null
        ? newDeadline(command, problemOf(row), category, move.now, calendar)
        : new Date(chosenDeadline).toISOString(),
    category,
    related:
      relatedId === null
        ? null
        : await findRelated(
            tx,
            cityId,
            {
              ask: asker.ask,
              personId: asker.actor.personId,
              arbiterPersonId: settings.arbiterPersonId,
            },
            relatedId,
          ),
    unit: 'unitId' in command ? await findNamedUnit(tx, cityId, command.unitId, move.now) : null,
    assignee: 'personId' in command ? await findAssignee(tx, cityId, row, command.personId, move.now) : null,
    proposedUnitExists:
      command.type === 'returnNotOurs' &&
      (await findNamedUnit(tx, cityId, command.proposedUnitId, move.now)) !== null,
    arbiterDueAt: deadlineAt(move.now, settings.arbiterHours, 'work', calendar),
    photos: await loadEvidence(tx, cityId, photos, positionOf(row, place)),
    siteRadiusMetres: settings.siteRadiusMetres,
  };
}

function relatedIdOf(command: ProblemCommand): string | null {
  switch (command.type) {
    case 'linkDuplicate':
      return command.mainProblemId;
    case 'setParent':
      return command.parentId;
    case 'answerRecurrence':
      return command.previousId;
    default:
      return null;
  }
}

async function findNewCategory(
  tx: Tx,
  cityId: string,
  row: ProblemRow,
  categoryKey: string,
  now: string,
): Promise<NewCategory | null> {
  const category = await tx
    .selectFrom('category')
    .select(['deadline_hours', 'deadline_clock', 'high_deadline_hours', 'unit_type'])
    .where('city_id', '=', cityId)
    .where('key', '=', categoryKey)
    .executeTakeFirst();
  if (!category) return null;
  const { severity, sourceKind } = problemOf(row);
  const limit = limitOfCategory(category, severity);
  const routed = { siteId: row.site_id, categoryKey, responsibleUnitType: category.unit_type };
  return {
    categoryKey,
    deadlineHours: limit.hours,
    deadlineClock: limit.clock,
    unit: await findUnitByRule(tx, cityId, { ...routed, severity, sourceKind }, now),
  };
}

async function findNamedUnit(
  tx: Tx,
  cityId: string,
  unitId: string,
  now: string,
): Promise<ProblemFacts['unit']> {
  const unit = await findUnit(tx, cityId, unitId);
  if (!unit || (unit.validTo !== null && unit.validTo <= now.slice(0, 10))) return null;
  const contact = await findContact(tx, cityId, unitId);
  return { unitId, contactPersonId: contact?.personId ?? null };
}

/** Roles whose people put problems right. */
const workingRoles = roles.filter((role) => verbsOfRole[role].includes('problem.work'));

/** People who work in the responsible unit or below it, and its contact person. */
export async function listUnitWorkers(
  tx: Tx,
  cityId: string,
  unitId: string,
  now: string,
): Promise<{ id: string; name: string; unitName: string }[]> {
  const day = now.slice(0, 10);
  const { rows } = await sql<{ id: string; name: string; unitName: string }>`
    select distinct on (p.name, p.id) p.id, p.name, w.name as "unitName"
    from unit u
    join unit w on w.city_id = u.city_id and (w.path = u.path or (w.path >= u.path || '.' and w.path < u.path || '/'))
    left join role_grant g on g.city_id = u.city_id and g.unit_id = w.id and g.role = any (${workingRoles}::text[])
      and g.valid_from <= ${day}::date and (g.valid_to is null or g.valid_to > ${day}::date)
    join person p on p.city_id = u.city_id and p.is_active
      and (p.id = g.person_id or (w.id = u.id and p.id = u.contact_person_id))
    where u.city_id = ${cityId} and u.id = ${unitId}
    order by p.name, p.id, w.path limit 500`.execute(tx);
  return rows;
}

async function findAssignee(
  tx: Tx,
  cityId: string,
  row: ProblemRow,
  personId: string,
  now: string,
): Promise<ProblemFacts['assignee']> {
  const person = await tx
    .selectFrom('person')
    .select('is_active')
    .where('city_id', '=', cityId)
    .where('id', '=', personId)
    .executeTakeFirst();
  if (!person?.is_active) return null;
  const workers = row.unit_id === null ? [] : await listUnitWorkers(tx, cityId, row.unit_id, now);
  return { personId, belongsToUnit: workers.some((worker) => worker.id === personId) };
}

interface Position {
  readonly lon: number;
  readonly lat: number;
}

/** Where a photo should have been taken; null where nobody knows. */
export function positionOf(row: ProblemRow, place: ProblemPlace): Position | null {
  // the place where the problem was found is nearer the truth than the middle of a long street
  return pointOf(row.lon, row.lat) ?? pointOf(place.site?.lon ?? null, place.site?.lat ?? null);
}

function pointOf(lon: number | null, lat: number | null): Position | null {
  return lon === null || lat === null ? null : { lon, lat };
}

/** Photos that a command names, as far as the server holds them, with their distance from `target`. */
export async function loadEvidence(
  tx: Tx,
  cityId: string,
  references: readonly PhotoReference[],
  target: Position | null,
): Promise<EvidencePhoto[]> {
  const known = await findPhotos(
    tx,
    cityId,
    references.map((reference) => reference.sha256),
  );
  const bySha = new Map(known.map((photo) => [photo.sha256, photo]));
  return references.flatMap((reference) => {
    const photo = bySha.get(reference.sha256);
    return photo ? [evidenceOf(reference, photo, target)] : [];
  });
}

/** The device's time by the server's clock, as far as the device knew how far its own was off. */
function capturedAt({ deviceTakenAt, clockOffsetS }: PhotoReference): string | null {
  if (deviceTakenAt === null || !clockOffsetS) return deviceTakenAt;
  return new Date(Date.parse(deviceTakenAt) - clockOffsetS * 1000).toISOString();
}

/** The device's own word goes before EXIF: EXIF times carry no zone and its place may be stripped. */
function evidenceOf(reference: PhotoReference, photo: PhotoView, target: Position | null): EvidencePhoto {
  const taken =
    pointOf(reference.lon, reference.lat) ?? pointOf(photo.exifLon ?? null, photo.exifLat ?? null);
  return {
    photoId: reference.sha256,
    uploaderId: photo.uploadedBy,
    takenAt: capturedAt(reference) ?? photo.exifTakenAt,
    receivedAt: photo.receivedAt,
    distanceMetres: taken && target ? distanceMetres(taken, target) : null,
  };
}
