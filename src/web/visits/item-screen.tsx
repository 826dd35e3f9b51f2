import { Input, Tag } from 'antd';
import { useId } from 'react';
import { colours } from '../../client/theme.ts';
import type { DraftAnswer } from '../../client/visit-draft.ts';
import { useLocalName, useWords } from '../../client/words.tsx';
import type { ChecklistItemView, LastFinding } from '../../contract/inspections.ts';
import type { PhotoReference } from '../../contract/photos.ts';
import type { Refusal } from '../../domain/decision.ts';
import { isFinding } from '../../domain/inspections/check-answers.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { PhotoStrip } from './photo-strip.tsx';
import type { PendingPhoto } from './use-photo-uploads.ts';

/** One item: what is asked, what was wrong last time, and, where something is wrong now, its evidence. */
export function ItemScreen(props: {
  item: ChecklistItemView;
  answer: DraftAnswer;
  last: LastFinding | undefined;
  fault: Refusal | undefined;
  photos: readonly PhotoReference[];
  pending: readonly PendingPhoto[];
  onNote: (note: string) => void;
  onTake: (files: readonly File[]) => void;
  onRetry: (photo: PendingPhoto) => void;
  onDrop: (photo: PendingPhoto) => void;
  onRemove: (sha256: string) => void;
}) {
  const { item, answer, last, fault } = props;
  const say = useWords();
  const localName = useLocalName();
  const note = useId();
  const found =
    answer.value !== null &&
    isFinding({ itemCode: item.code, value: answer.value, defects: answer.defects, photoIds: [] });
  return (
    <section
      aria-labelledby={`item-${item.code}`}
      style={{ display: 'grid', gap: 12, alignContent: 'start' }}
    >
      <div>
        <span style={{ color: colours.second }}>{item.code}</span>{' '}
        {item.veto && <Tag color="red">{say('visits.veto')}</Tag>}
        <span style={{ color: colours.second }}>{say('visits.weight', { weight: Number(item.weight) })}</span>
      </div>
      <h2 id={`item-${item.code}`} style={{ fontSize: 20, lineHeight: 1.5, margin: 0 }}>
        {localName({ name: item.title, nameEn: item.titleEn })}
      </h2>
      {item.scale.type === 'defect_count' && (
        <p style={{ color: colours.second, margin: 0 }}>
          {say('visits.defectRule', {
            deduct: Number(item.scale.deductPerDefect),
            zeroAt: item.scale.zeroAtDefects,
          })}
        </p>
      )}
      {last && <LastTime last={last} />}
      {(found || props.photos.length + props.pending.length > 0) && (
        <>
          <PhotoStrip
            photos={props.photos}
            pending={props.pending}
            onTake={props.onTake}
            onRetry={props.onRetry}
            onDrop={props.onDrop}
            onRemove={props.onRemove}
          />
          <div>
            <label htmlFor={note}>{say('visits.note')}</label>
            <Input.TextArea
              id={note}
              value={answer.note}
              maxLength={1000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              placeholder={say('visits.noteHint')}
              onChange={(event) => props.onNote(event.target.value)}
              style={{ fontSize: 16 }}
            />
          </div>
          {fault && (
            <p role="status" style={{ color: colours.soon, margin: 0 }}>
              ▲ {say(`refusal.${fault.code}` as WordKey, fault.facts)}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function LastTime({ last }: { last: LastFinding }) {
  const say = useWords();
  const what = say(`inspections.answer.${last.value}`, { defects: last.defects ?? 0 });
  const problem =
    last.problemNumber === null
      ? ''
      : say('visits.lastProblem', {
          number: last.problemNumber,
          state: say(`problems.state.${last.problemState}` as WordKey),
        });
  return (
    <p style={{ margin: 0, padding: '8px 12px', borderInlineStart: `3px solid ${colours.soon}` }}>
      {say('visits.lastTime', { what })} {last.note} {problem}
    </p>
  );
}
