import type { DraftAnswer } from '../../client/visit-draft.ts';
import type { ChecklistItemView } from '../../contract/inspections.ts';
import { mostDefects } from '../../domain/inspections/check-answers.ts';
import { useFieldWords } from '../shell/field-words.tsx';

const threeLevels = ['met', 'partly', 'not_met'] as const;

/** Big answers at thumb height. `isDone`: nothing more is needed for this item. */
export function AnswerButtons(props: {
  item: ChecklistItemView;
  answer: DraftAnswer;
  onAnswer: (change: Partial<DraftAnswer>, isDone: boolean) => void;
}) {
  const { item, answer, onAnswer } = props;
  const { say } = useFieldWords();
  const isCounted = answer.value === 'counted';
  const count = (defects: number) =>
    onAnswer({ value: 'counted', defects: Math.min(mostDefects, Math.max(0, defects)) }, false);
  return (
    <fieldset className="answers" aria-label={say('field.answer')}>
      {item.scale.type === 'three_level' ? (
        threeLevels.map((value) => (
          <button
            key={value}
            type="button"
            className={`answer ${value}`}
            aria-pressed={answer.value === value}
            onClick={() => onAnswer({ value, defects: 0 }, value === 'met')}
          >
            {say(`field.answer.${value}`)}
          </button>
        ))
      ) : (
        <>
          <button
            type="button"
            className="answer met"
            aria-pressed={isCounted && answer.defects === 0}
            onClick={() => onAnswer({ value: 'counted', defects: 0 }, true)}
          >
            {say('field.noDefects')}
          </button>
          <div className="counter">
            <button
              type="button"
              aria-label={say('field.fewer')}
              disabled={!isCounted || answer.defects === 0}
              onClick={() => count(answer.defects - 1)}
            >
              −
            </button>
            <output aria-live="polite">{isCounted ? answer.defects : '—'}</output>
            <button
              type="button"
              aria-label={say('field.more')}
              onClick={() => count((isCounted ? answer.defects : 0) + 1)}
            >
              +
            </button>
          </div>
        </>
      )}
      <button
        type="button"
        className="answer na"
        aria-pressed={answer.value === 'na'}
        onClick={() => onAnswer({ value: 'na', defects: 0 }, true)}
      >
        {say('field.answer.na')}
      </button>
    </fieldset>
  );
}
