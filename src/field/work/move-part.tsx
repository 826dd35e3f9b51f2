import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import type { PhotoReference } from '../../contract/photos.ts';
import type { PacketProblem } from '../../contract/sync.ts';
import { FixLine } from '../capture/finish-part.tsx';
import { PhotoRow } from '../capture/photo-row.tsx';
import { useDraft } from '../capture/use-draft.ts';
import { useFix } from '../capture/use-fix.ts';
import { goTo } from '../shell/field-address.tsx';
import { useFieldWords } from '../shell/field-words.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { listPeople } from '../store/packet-store.ts';
import type { FieldMove } from './problem-moves.ts';

/** A move under way, as the phone keeps it. The id is made at the start: sending twice enters once. */
interface MoveDraft {
  readonly commandId: string;
  readonly photos: readonly PhotoReference[];
  readonly text: string;
  readonly personId: string;
}

const paths: Readonly<Record<FieldMove, string>> = {
  assign: 'assign',
  start: 'start',
  claimFixed: 'claim-fixed',
  confirmFixed: 'confirm',
  sendBack: 'send-back',
  reportProgress: 'progress',
};

/** The form of one move; finished, it goes into the outbox and the person walks on. */
export function MovePart({ problem, move }: { problem: PacketProblem; move: FieldMove }) {
  const { say } = useFieldWords();
  const phone = usePhone();
  const position = useFix();
  const draftId = `${problem.id}.${move}`;
  const { draft, change, fault } = useDraft<MoveDraft>('move', draftId, () => ({
    commandId: uuid(),
    photos: [],
    text: '',
    personId: '',
  }));
  const people = useStored(listPeople, []) ?? [];
  const [isSending, setSending] = useState(false);
  if (!draft) return null;
  const asksPhotos = move === 'claimFixed' || move === 'confirmFixed' || move === 'sendBack';
  const missing = missingOf(move, draft);
  const send = async () => {
    setSending(true);
    await phone.enter(
      {
        id: draft.commandId,
        kind: 'problemMove',
        subjectId: problem.id,
        title: say(`problems.command.${move}`),
        path: `/api/problems/${problem.id}/${paths[move]}`,
        body: { commandId: draft.commandId, version: problem.version, ...contentOf(move, draft) },
        photos: draft.photos.map((photo) => photo.sha256),
        // evidence comes before the claim that rests on it
        photosFirst: true,
        basedOnState: problem.state,
        madeAt: new Date().toISOString(),
      },
      draftId,
    );
    goTo();
  };
  return (
    <section className="stack move" aria-label={say(`problems.command.${move}`)}>
      {asksPhotos && (
        <>
          <PhotoRow
            photos={draft.photos}
            fix={position.fix}
            before={problem.before[0]}
            onChange={(photos) => change({ ...draft, photos })}
          />
          <FixLine position={position} />
        </>
      )}
      {move === 'assign' && (
        <label>
          {say('problems.form.person')}
          <select
            value={draft.personId}
            onChange={(event) => change({ ...draft, personId: event.target.value })}
          >
            <option value="">—</option>
            {people
              .filter((person) => person.unitIds.includes(problem.unitId ?? ''))
              .map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
          </select>
        </label>
      )}
      {move !== 'start' && move !== 'assign' && (
        <label>
          {say(`field.text.${move}`)}
          <textarea
            rows={3}
            maxLength={500}
            value={draft.text}
            onChange={(event) => change({ ...draft, text: event.target.value })}
          />
        </label>
      )}
      {fault && (
        <p role="alert" className="fault">
          {say('field.draftNotKept', { detail: fault })}
        </p>
      )}
      {missing && (
        <p role="status" className="second">
          {say(missing)}
        </p>
      )}
      <button
        type="button"
        className="primary"
        disabled={isSending || missing !== null}
        onClick={() => void send()}
      >
        {say('field.send')}
      </button>
    </section>
  );
}

/** Shortest reason the rules take, in characters. */
const shortestReason = 5;

function missingOf(move: FieldMove, draft: MoveDraft): string | null {
  const hasReason = [...draft.text.trim()].length >= shortestReason;
  switch (move) {
    case 'assign':
      return draft.personId === '' ? 'field.needsPersonChoice' : null;
    case 'start':
      return null;
    case 'claimFixed':
      return draft.photos.length > 0 || hasReason ? null : 'field.needsPhotoOrReason';
    case 'confirmFixed':
      if (draft.photos.length === 0) return 'field.needsPhoto';
      return hasReason || draft.photos.some((photo) => photo.lon !== null) ? null : 'field.needsFix';
    case 'sendBack':
      return draft.photos.length > 0 && hasReason ? null : 'field.needsPhotoAndReason';
    case 'reportProgress':
      return draft.text.trim() === '' ? 'field.needsWords' : null;
    default:
      return move satisfies never;
  }
}

function contentOf(move: FieldMove, draft: MoveDraft): Readonly<Record<string, unknown>> {
  const photos = [...draft.photos];
  const text = draft.text.trim();
  switch (move) {
    case 'assign':
      return { personId: draft.personId };
    case 'start':
      return {};
    case 'claimFixed':
      return { photos, reason: text || null };
    case 'confirmFixed':
      return { photos, offSiteReason: text || null };
    case 'sendBack':
      return { photos, reason: text, deadlineAt: null };
    case 'reportProgress':
      return { measures: null, progress: text };
    default:
      return move satisfies never;
  }
}
