import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Grid, Progress } from 'antd';
import { useCallback, useEffect, useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { ApiRefusal, call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import {
  bodyOf,
  countAnswered,
  draftKey,
  emptyAnswer,
  faultsByItem,
  keepDraft,
  readDraft,
  startDraft,
  type VisitDraft,
  withAnswer,
} from '../../client/visit-draft.ts';
import { useLocalName, useWords } from '../../client/words.tsx';
import {
  getVisitPacket,
  type InspectionBody,
  type InspectionReceipt,
  listMyVisits,
  submitInspection,
  type VisitPacket,
} from '../../contract/inspections.ts';
import { AnswerButtons } from './answer-buttons.tsx';
import { FinishScreen, PositionLine, reasonMissing } from './finish-screen.tsx';
import { ItemList } from './item-list.tsx';
import { ItemScreen } from './item-screen.tsx';
import { usePhotoUploads } from './use-photo-uploads.ts';
import { usePosition } from './use-position.ts';

/** Refusals that say the inspection stands on record already. */
const enteredBefore = ['inspection.otherContent', 'inspection.alreadySubmitted'];

/** The draft of a visit, kept on the phone with every change. `isKept` false: the browser refuses. */
function useDraft(visitId: string) {
  const personId = useSession().person?.id ?? '';
  const key = draftKey(personId, visitId);
  const [draft, setDraft] = useState<VisitDraft>(
    () => readDraft(localStorage, key) ?? startDraft(uuid(), new Date().toISOString()),
  );
  const [isKept, setKept] = useState(true);
  const isDone = useRef(false);
  useEffect(() => {
    if (!isDone.current) setKept(keepDraft(localStorage, key, draft));
  }, [key, draft]);
  const forget = useCallback(() => {
    isDone.current = true;
    localStorage.removeItem(key);
  }, [key]);
  return { draft, setDraft, isKept, forget };
}

/** As high as the window, so that the answers lie at its lower edge, under the thumb. */
const screen = {
  display: 'flex',
  flexDirection: 'column',
  flex: 1,
  minWidth: 0,
  maxWidth: 720,
  minHeight: 'calc(100dvh - 116px)',
  fontSize: 16,
} as const;

/** One item a screen, answers at thumb height; a list of all items beside it where there is room. */
export function VisitForm(props: { packet: VisitPacket; onSubmitted: (receipt: InspectionReceipt) => void }) {
  const { packet, onSubmitted } = props;
  const { items } = packet;
  const say = useWords();
  const localName = useLocalName();
  const isWide = Grid.useBreakpoint().lg ?? false;
  const client = useQueryClient();
  const { draft, setDraft, isKept, forget } = useDraft(packet.id);
  useFormTimer(draft.startedAt);
  const position = usePosition();
  const fix = position.kind === 'fixed' ? position.fix : null;
  useEffect(() => {
    if (fix) setDraft((known) => ({ ...known, fix }));
  }, [fix, setDraft]);
  const uploads = usePhotoUploads((code, photo) =>
    setDraft((known) => {
      const photos = known.answers[code]?.photos ?? [];
      const isKnown = photos.some((other) => other.sha256 === photo.sha256);
      return isKnown ? known : withAnswer(known, code, { photos: [...photos, photo] });
    }),
  );
  const submission = useMutation({
    // without a line the press must fail and say so, not wait in silence
    mutationFn: (body: InspectionBody) => call(submitInspection, { body }),
    onSuccess: (receipt) => {
      forget();
      void client.invalidateQueries({ queryKey: [listMyVisits.name] });
      client.removeQueries({ queryKey: [getVisitPacket.name, packet.id] });
      onSubmitted(receipt);
    },
    onError: (error) => {
      if (!(error instanceof ApiRefusal) || error.status < 400 || error.status >= 500) return;
      // the server has judged it: what is sent next may differ
      setDraft((known) => ({ ...known, sending: null }));
      if (enteredBefore.includes(error.code)) {
        void client.invalidateQueries({ queryKey: [getVisitPacket.name, packet.id] });
      }
    },
  });
  function submit(): void {
    const body = draft.sending ?? bodyOf(draft, packet, new Date().toISOString());
    setDraft((known) => ({ ...known, sending: body }));
    submission.mutate(body);
  }
  const faults = faultsByItem(draft, items);
  const at = Math.min(draft.at, items.length);
  const item = items[at];
  const go = (index: number) =>
    setDraft((known) => ({ ...known, at: Math.max(0, Math.min(index, items.length)) }));
  const answered = countAnswered(draft, items);
  const answer = item ? (draft.answers[item.code] ?? emptyAnswer) : emptyAnswer;
  const isReady = faults.size === 0 && uploads.pending.length === 0 && !reasonMissing(draft);
  const heading = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // a new item starts at its top, also after a long one
    if (at >= 0) heading.current?.scrollIntoView({ block: 'start' });
  }, [at]);

  return (
    <div style={{ display: 'flex', gap: 24, alignItems: 'flex-start' }}>
      {isWide && <ItemList items={items} draft={draft} faults={faults} at={at} onGo={go} />}
      <div ref={heading} style={screen}>
        <header style={{ marginBlockEnd: 12 }}>
          <Link to="/visits">{say('visits.title')}</Link>
          <h1 style={{ fontSize: 20, margin: '4px 0' }}>{packet.site.name}</h1>
          <div style={{ color: colours.second }}>
            {localName({ name: packet.site.siteTypeName, nameEn: packet.site.siteTypeNameEn })} ·{' '}
            {packet.site.unitName}
            {at === 0 && packet.observationScope && ` · ${packet.observationScope}`}
          </div>
          <Progress
            percent={Math.round((100 * answered) / Math.max(1, items.length))}
            format={() => say('visits.progress', { answered, items: items.length })}
            strokeColor={colours.accent}
            aria-label={say('visits.progress', { answered, items: items.length })}
          />
          {at === 0 && <PositionLine state={position} fix={draft.fix} />}
          {!isKept && (
            <p role="alert" style={{ color: colours.overdue, margin: 0 }}>
              ■ {say('visits.notKept')}
            </p>
          )}
          {packet.round.state !== 'open' && (
            <p role="alert" style={{ color: colours.overdue, margin: 0 }}>
              ■ {say('visits.roundClosed', { round: packet.round.name })}
            </p>
          )}
        </header>

        {item ? (
          <ItemScreen
            item={item}
            answer={answer}
            last={packet.lastInspection?.findings.find((finding) => finding.itemCode === item.code)}
            fault={faults.get(item.code)}
            photos={answer.photos}
            pending={uploads.pending.filter((photo) => photo.itemCode === item.code)}
            onNote={(note) => setDraft((known) => withAnswer(known, item.code, { note }))}
            onTake={(files) => uploads.take(item.code, files, fix)}
            onRetry={uploads.retry}
            onDrop={uploads.drop}
            onRemove={(sha256) =>
              setDraft((known) => {
                const photos = known.answers[item.code]?.photos ?? [];
                return withAnswer(known, item.code, {
                  photos: photos.filter((photo) => photo.sha256 !== sha256),
                });
              })
            }
          />
        ) : (
          <>
            <FinishScreen
              packet={packet}
              draft={draft}
              faults={faults}
              position={position}
              onGo={go}
              onChange={(change) => setDraft((known) => ({ ...known, ...change, sending: null }))}
            />
            <RefusalAlert error={submission.error} />
          </>
        )}

        <footer
          style={{
            position: 'sticky',
            insetBlockEnd: 0,
            display: 'grid',
            gap: 8,
            marginBlockStart: 'auto',
            padding: '12px 0',
            background: colours.paper,
            borderBlockStart: `1px solid ${colours.line}`,
          }}
        >
          {uploads.pending.length > 0 && (
            <p role="status" style={{ margin: 0 }}>
              {say('visits.photosWaiting', { count: uploads.pending.length })}
            </p>
          )}
          {item && (
            <AnswerButtons
              key={item.code}
              item={item}
              answer={answer}
              onAnswer={(change, done) =>
                setDraft((known) => ({ ...withAnswer(known, item.code, change), at: done ? at + 1 : at }))
              }
            />
          )}
          <div style={{ display: 'flex', gap: 8 }}>
            <Button disabled={at === 0} onClick={() => go(at - 1)} style={{ height: 48, flex: 1 }}>
              {say('visits.previous')}
            </Button>
            {item ? (
              <Button onClick={() => go(at + 1)} style={{ height: 48, flex: 1 }}>
                {say(at + 1 === items.length ? 'visits.toFinish' : 'visits.next')}
              </Button>
            ) : (
              <Button
                type="primary"
                disabled={!isReady || submission.isPending}
                loading={submission.isPending}
                onClick={submit}
                style={{ height: 48, flex: 2 }}
              >
                {say(submission.isPending ? 'visits.submitting' : 'visits.submit')}
              </Button>
            )}
          </div>
        </footer>
      </div>
    </div>
  );
}
