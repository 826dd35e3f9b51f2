import type {
  FieldPacket,
  PacketChecklist,
  PacketPerson,
  PacketProblem,
  PacketVisit,
} from '../../contract/sync.ts';
import type { FieldDatabase } from './field-database.ts';

/** What the phone knows of the packet as a whole. */
export interface PacketFacts {
  readonly cursor: string;
  /** By the server's clock. */
  readonly takenAt: string;
  readonly leftOut: FieldPacket['leftOut'];
}

/** Takes a packet in, whole or the changes since the last, in one transaction. */
export async function keepPacket(db: FieldDatabase, packet: FieldPacket): Promise<void> {
  const tx = db.transaction(['visits', 'checklists', 'problems', 'facts'], 'readwrite');
  const [visits, checklists, problems] = [
    tx.objectStore('visits'),
    tx.objectStore('checklists'),
    tx.objectStore('problems'),
  ];
  // visits and their checklists are few and always whole
  await visits.clear();
  await checklists.clear();
  if (packet.isWhole) await problems.clear();
  for (const visit of packet.visits) await visits.put({ id: visit.id, content: visit });
  for (const checklist of packet.checklists) await checklists.put({ id: checklist.id, content: checklist });
  for (const problem of packet.problems) await problems.put({ id: problem.id, content: problem });
  for (const id of packet.gone) await problems.delete(id);
  const { cursor, serverTime: takenAt, leftOut } = packet;
  await tx.objectStore('facts').put(packet.people, 'people');
  await tx.objectStore('facts').put({ cursor, takenAt, leftOut } satisfies PacketFacts, 'packet');
  await tx.done;
}

export async function findPacketFacts(db: FieldDatabase): Promise<PacketFacts | null> {
  return ((await db.get('facts', 'packet')) as PacketFacts | undefined) ?? null;
}

export async function listVisits(db: FieldDatabase): Promise<PacketVisit[]> {
  return (await db.getAll('visits')).map(({ content }) => content as PacketVisit);
}

export async function findVisit(db: FieldDatabase, id: string): Promise<PacketVisit | undefined> {
  return (await db.get('visits', id))?.content as PacketVisit | undefined;
}

export async function findChecklist(db: FieldDatabase, id: string): Promise<PacketChecklist | undefined> {
  return (await db.get('checklists', id))?.content as PacketChecklist | undefined;
}

export async function listProblems(db: FieldDatabase): Promise<PacketProblem[]> {
  return (await db.getAll('problems')).map(({ content }) => content as PacketProblem);
}

export async function findProblem(db: FieldDatabase, id: string): Promise<PacketProblem | undefined> {
  return (await db.get('problems', id))?.content as PacketProblem | undefined;
}

/** Borders of the districts, as rings of longitude and latitude. */
export interface KeptBorders {
  readonly keptAt: string;
  readonly caution: string | null;
  readonly rings: readonly (readonly (readonly [number, number])[])[];
}

export async function keepBorders(db: FieldDatabase, borders: KeptBorders): Promise<void> {
  await db.put('layers', { id: 'districts', content: borders });
}

export async function findBorders(db: FieldDatabase): Promise<KeptBorders | undefined> {
  return (await db.get('layers', 'districts'))?.content as KeptBorders | undefined;
}

/** Keeps a form under way. */
export async function keepDraft(
  db: FieldDatabase,
  kind: string,
  id: string,
  content: unknown,
  now: string,
): Promise<void> {
  await db.put('drafts', { id, kind, changedAt: now, content });
}

export async function findDraft(db: FieldDatabase, id: string): Promise<unknown> {
  return (await db.get('drafts', id))?.content;
}

/** People whom this person may assign work to. */
export async function listPeople(db: FieldDatabase): Promise<PacketPerson[]> {
  return ((await db.get('facts', 'people')) as PacketPerson[] | undefined) ?? [];
}
