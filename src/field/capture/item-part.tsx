import type { DraftAnswer } from '../../client/visit-draft.ts';
import type { ChecklistItemView, LastFinding } from '../../contract/inspections.ts';
import type { Refusal } from '../../domain/decision.ts';
import { isFinding } from '../../domain/inspections/check-answers.ts';
import { useFieldName, useFieldWords } from '../shell/field-words.tsx';
import { PhotoRow } from './photo-row.tsx';
import type { PhoneFix } from './take-photo.ts';

/** One item: what is asked, what was wrong last time and, where something is wrong now, its evidence. */
export function ItemPart(props: {
  item: ChecklistItemView;
  title: string;
  answer: DraftAnswer;
  last: LastFinding | undefined;
  fault: Refusal | undefined;
  fix: PhoneFix | null;
  onChange: (change: Partial<DraftAnswer>) => void;
}) {
  const { item, answer, last, fault } = props;
  const { say } = useFieldWords();
  const name = useFieldName();
  const found =
    answer.value !== null &&
    isFinding({ itemCode: item.code, value: answer.value, defects: answer.defects, photoIds: [] });
  return (
    <section className="stack" aria-labelledby="item">
      <p className="second">
        {item.code} · {name({ name: item.categoryName, nameEn: item.categoryNameEn })} ·{' '}
        {say('field.weight', { weight: Number(item.weight) })}
        {item.veto && <strong className="fault"> ‼ {say('field.veto')}</strong>}
      </p>
      <h2 id="item">{props.title}</h2>
      {item.scale.type === 'defect_count' && (
        <p className="second">
          {say('field.defectRule', {
            deduct: Number(item.scale.deductPerDefect),
            zeroAt: item.scale.zeroAtDefects,
          })}
        </p>
      )}
      {last && (
        <p className="last">
          {say('field.lastTime', {
            what: say(`inspections.answer.${last.value}`, { defects: last.defects ?? 0 }),
          })}{' '}
          {last.note}
        </p>
      )}
      {(found || answer.photos.length > 0) && (
        <>
          <PhotoRow
            photos={answer.photos}
            fix={props.fix}
            onChange={(photos) => props.onChange({ photos })}
          />
          <label>
            {say('field.note')}
            <textarea
              rows={2}
              maxLength={1000}
              value={answer.note}
              onChange={(event) => props.onChange({ note: event.target.value })}
            />
          </label>
          {fault && (
            <p role="status" className="soon">
              ▲ {say(`refusal.${fault.code}`, fault.facts)}
            </p>
          )}
        </>
      )}
    </section>
  );
}
