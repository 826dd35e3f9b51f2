import { useMemo, useState } from 'react';
import { v7 as uuid } from 'uuid';
import {
  bodyOf,
  countAnswered,
  emptyAnswer,
  faultsByItem,
  startDraft,
  type VisitDraft,
  withAnswer,
} from '../../client/visit-draft.ts';
import type { PacketChecklist, PacketVisit } from '../../contract/sync.ts';
import { goTo } from '../shell/field-address.tsx';
import { useFieldName, useFieldWords } from '../shell/field-words.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { findChecklist, findVisit } from '../store/packet-store.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import { FinishPart } from './finish-part.tsx';
import { ItemPart } from './item-part.tsx';
import { useDraft } from './use-draft.ts';
import { useFix } from './use-fix.ts';

/** One visit: item after item with big answers, then the whole. */
export function VisitScreen({ id }: { id: string }) {
  const { say } = useFieldWords();
  const { outbox } = usePhone();
  const found = useStored(
    async (db) => {
      const visit = await findVisit(db, id);
      return { visit, checklist: visit && (await findChecklist(db, visit.checklistId)) };
    },
    [id],
  );
  if (!found) return null;
  const { visit, checklist } = found;
  const sent = outbox.find((item) => item.subjectId === id);
  if (!visit || !checklist) return <Screen title={say('field.visit')}>{say('field.notHere')}</Screen>;
  if (visit.inspectionId !== null || sent) {
    return (
      <Screen title={visit.site.name}>
        <p role="status">{say(sent ? `field.state.${sent.state}` : 'field.visitDone')}</p>
        <button type="button" onClick={() => goTo('outbox')}>
          {say('field.outbox')}
        </button>
      </Screen>
    );
  }
  return <VisitForm visit={visit} checklist={checklist} />;
}

function VisitForm({ visit, checklist }: { visit: PacketVisit; checklist: PacketChecklist }) {
  const { say } = useFieldWords();
  const name = useFieldName();
  const phone = usePhone();
  const { items } = checklist;
  const position = useFix();
  const { draft, change, fault } = useDraft<VisitDraft>('visit', visit.id, () =>
    startDraft(uuid(), new Date().toISOString()),
  );
  const [isSending, setSending] = useState(false);
  const last = useMemo(
    () => new Map(visit.last?.findings.map((finding) => [finding.itemCode, finding])),
    [visit],
  );
  if (!draft) return null;
  const faults = faultsByItem(draft, items);
  const at = Math.min(draft.at, items.length);
  const item = items[at];
  const goItem = (index: number) => change({ ...draft, at: Math.max(0, Math.min(items.length, index)) });
  const withFix: VisitDraft = position.fix ? { ...draft, fix: position.fix } : draft;
  const finish = async () => {
    setSending(true);
    const body = bodyOf(withFix, { id: visit.id, items }, new Date().toISOString(), true);
    const photos = body.answers.flatMap((answer) => answer.photos.map((photo) => photo.sha256));
    await phone.enter(
      {
        id: body.id,
        kind: 'inspection',
        subjectId: visit.id,
        title: visit.site.name,
        path: '/api/inspections',
        body: { ...body },
        photos: [...new Set(photos)],
        // the answers are a few kilobytes and arrive where photos do not
        photosFirst: false,
        basedOnState: null,
        madeAt: body.finishedAt,
      },
      visit.id,
    );
    goTo();
  };
  return (
    <Screen
      title={visit.site.name}
      sub={say('field.progress', { answered: countAnswered(draft, items), items: items.length })}
      foot={
        item ? (
          <>
            <AnswerButtons
              item={item}
              answer={draft.answers[item.code] ?? emptyAnswer}
              onAnswer={(answer, isDone) => {
                const answered = withAnswer(draft, item.code, answer);
                change(isDone ? { ...answered, at: at + 1 } : answered);
              }}
            />
            <div className="row">
              <button type="button" onClick={() => goItem(at - 1)} disabled={at === 0}>
                {say('field.previous')}
              </button>
              <button type="button" onClick={() => goItem(at + 1)}>
                {say('field.next')}
              </button>
            </div>
          </>
        ) : (
          <div className="row">
            <button type="button" onClick={() => goItem(at - 1)}>
              {say('field.previous')}
            </button>
            <button
              type="button"
              className="primary"
              disabled={isSending || faults.size > 0 || lacksReason(withFix)}
              onClick={() => void finish()}
            >
              {say('field.finish')}
            </button>
          </div>
        )
      }
    >
      {fault && (
        <p role="alert" className="fault">
          {say('field.draftNotKept', { detail: fault })}
        </p>
      )}
      {item ? (
        <ItemPart
          key={item.code}
          item={item}
          title={name({ name: item.title, nameEn: item.titleEn })}
          answer={draft.answers[item.code] ?? emptyAnswer}
          last={last.get(item.code)}
          fault={faults.get(item.code)}
          fix={position.fix}
          onChange={(answer) => change(withAnswer(draft, item.code, answer))}
        />
      ) : (
        <FinishPart
          draft={withFix}
          items={items}
          faults={faults}
          position={position}
          onGo={goItem}
          onChange={(part) => change({ ...draft, ...part })}
        />
      )}
    </Screen>
  );
}

/** Without a position the server wants two characters of reason. */
function lacksReason(draft: VisitDraft): boolean {
  return draft.fix === null && [...draft.noFixReason.trim()].length < 2;
}
