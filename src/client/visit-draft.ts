import type { InspectionBody, VisitPacket } from '../contract/inspections.ts';
import type { PhotoReference } from '../contract/photos.ts';
import type { Refusal } from '../domain/decision.ts';
import type { Answer, AnswerValue } from '../domain/inspections/answer.ts';
import { checkAnswers } from '../domain/inspections/check-answers.ts';

/** What is filled in for one item so far; `value` null: not answered yet. */
export interface DraftAnswer {
  readonly value: AnswerValue | null;
  readonly defects: number;
  readonly note: string;
  readonly photos: readonly PhotoReference[];
}

/** Where the phone was. `at`: when it knew, ISO instant. */
export interface Fix {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
  readonly at: string;
}

/** A visit under way, as the phone keeps it. The id is made at the start: sending twice enters once. */
export interface VisitDraft {
  readonly id: string;
  readonly startedAt: string;
  /** Index of the item on the screen; as many as there are items: the last screen. */
  readonly at: number;
  readonly answers: Readonly<Record<string, DraftAnswer>>;
  readonly note: string;
  readonly fix: Fix | null;
  readonly noFixReason: string;
  /**
   * What was sent and not yet answered. Sent again it must be the same to the last letter, or the server
   * would take the repetition for another inspection; a change of the draft empties it.
   */
  readonly sending: InspectionBody | null;
}

export const emptyAnswer: DraftAnswer = { value: null, defects: 0, note: '', photos: [] };

export function startDraft(id: string, now: string): VisitDraft {
  return { id, startedAt: now, at: 0, answers: {}, note: '', fix: null, noFixReason: '', sending: null };
}

/** Storage of the browser, or a stand-in. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** One key per person and visit: two inspectors may share a phone. */
export function draftKey(personId: string, visitId: string): string {
  return `guatu.visit.${personId}.${visitId}`;
}

/** The draft kept under `key`; null where there is none or it cannot be read. */
export function readDraft(storage: DraftStorage, key: string): VisitDraft | null {
  try {
    const kept: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return isDraft(kept) ? kept : null;
  } catch {
    return null;
  }
}

/** Keeps a draft. @returns false where the browser has no room or forbids it; the page then says so. */
export function keepDraft(storage: DraftStorage, key: string, draft: VisitDraft): boolean {
  try {
    storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

function isDraft(kept: unknown): kept is VisitDraft {
  if (typeof kept !== 'object' || kept === null) return false;
  const { id, startedAt, at, answers } = kept as Partial<VisitDraft>;
  return (
    typeof id === 'string' &&
    typeof startedAt === 'string' &&
    typeof at === 'number' &&
    typeof answers === 'object'
  );
}

/** The draft with one item changed. */
export function withAnswer(draft: VisitDraft, code: string, change: Partial<DraftAnswer>): VisitDraft {
  const answer = { ...emptyAnswer, ...draft.answers[code], ...change };
  return { ...draft, answers: { ...draft.answers, [code]: answer }, sending: null };
}

/** The answers given so far, as the rules read them. */
export function answersOf(draft: VisitDraft, items: VisitPacket['items']): Answer[] {
  return items.flatMap(({ code }) => {
    const answer = draft.answers[code];
    if (!answer || answer.value === null) return [];
    const { value, defects, note, photos } = answer;
    return [
      {
        itemCode: code,
        value,
        note,
        photoIds: photos.map((photo) => photo.sha256),
        ...(value === 'counted' ? { defects } : {}),
      },
    ];
  });
}

/** What keeps each item from being accepted, by its code: the same rule that the server applies. */
export function faultsByItem(draft: VisitDraft, items: VisitPacket['items']): ReadonlyMap<string, Refusal> {
  return new Map(
    checkAnswers({ items }, answersOf(draft, items)).map((refusal) => [String(refusal.facts.item), refusal]),
  );
}

export function countAnswered(draft: VisitDraft, items: VisitPacket['items']): number {
  return answersOf(draft, items).length;
}

/** What is sent. Answers to items that the checklist no longer has are left out. */
export function bodyOf(
  draft: VisitDraft,
  packet: Pick<VisitPacket, 'id' | 'items'>,
  now: string,
  photosFollow = false,
): InspectionBody {
  const { fix } = draft;
  return {
    id: draft.id,
    visitId: packet.id,
    startedAt: draft.startedAt,
    finishedAt: now,
    position: fix && { lon: fix.lon, lat: fix.lat, accuracyM: fix.accuracyM },
    noFixReason: fix ? null : draft.noFixReason.trim() || null,
    note: draft.note,
    answers: answersOf(draft, packet.items).map(({ itemCode, value, defects, note = '' }) => ({
      itemCode,
      value,
      defects: defects ?? null,
      note,
      photos: [...(draft.answers[itemCode]?.photos ?? [])],
    })),
    ...(photosFollow ? { photosFollow } : {}),
  };
}
