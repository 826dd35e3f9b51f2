import { Button } from 'antd';
import { colours } from '../../client/theme.ts';
import type { DraftAnswer } from '../../client/visit-draft.ts';
import { useWords } from '../../client/words.tsx';
import type { ChecklistItemView } from '../../contract/inspections.ts';
import type { AnswerValue } from '../../domain/inspections/answer.ts';
import { mostDefects } from '../../domain/inspections/check-answers.ts';

const threeLevels = ['met', 'partly', 'not_met'] as const;

/** Big answers at thumb height. `onAnswer` with `done`: nothing more is needed for this item. */
export function AnswerButtons(props: {
  item: ChecklistItemView;
  answer: DraftAnswer;
  onAnswer: (change: Partial<DraftAnswer>, done: boolean) => void;
}) {
  const { item, answer, onAnswer } = props;
  const say = useWords();
  return (
    <fieldset
      aria-label={say('visits.answer')}
      style={{ display: 'grid', gap: 8, border: 0, margin: 0, padding: 0, minWidth: 0 }}
    >
      {item.scale.type === 'three_level' ? (
        <div style={{ display: 'grid', gap: 8, gridTemplateColumns: 'repeat(3, 1fr)' }}>
          {threeLevels.map((value) => (
            <Choice
              key={value}
              value={value}
              isChosen={answer.value === value}
              onClick={() => onAnswer({ value, defects: 0 }, value === 'met')}
            >
              {say(`inspections.answer.${value}`)}
            </Choice>
          ))}
        </div>
      ) : (
        <DefectStepper answer={answer} onAnswer={onAnswer} />
      )}
      <Choice
        value="na"
        isChosen={answer.value === 'na'}
        onClick={() => onAnswer({ value: 'na', defects: 0 }, true)}
      >
        {say('inspections.answer.na')}
      </Choice>
    </fieldset>
  );
}

function DefectStepper(props: {
  answer: DraftAnswer;
  onAnswer: (change: Partial<DraftAnswer>, done: boolean) => void;
}) {
  const { answer, onAnswer } = props;
  const say = useWords();
  const isCounted = answer.value === 'counted';
  const count = (defects: number) =>
    onAnswer({ value: 'counted', defects: Math.min(mostDefects, Math.max(0, defects)) }, false);
  return (
    <div style={{ display: 'grid', gap: 8, gridTemplateColumns: '1.2fr 64px 1fr 64px' }}>
      <Choice
        value="met"
        isChosen={isCounted && answer.defects === 0}
        onClick={() => onAnswer({ value: 'counted', defects: 0 }, true)}
      >
        {say('visits.noDefects')}
      </Choice>
      <Button
        aria-label={say('visits.fewer')}
        disabled={!isCounted || answer.defects === 0}
        onClick={() => count(answer.defects - 1)}
        style={{ height: 56, fontSize: 24 }}
      >
        −
      </Button>
      <output
        aria-live="polite"
        style={{ display: 'grid', placeItems: 'center', fontSize: 20, fontVariantNumeric: 'tabular-nums' }}
      >
        {isCounted ? say('inspections.answer.counted', { defects: answer.defects }) : '—'}
      </output>
      <Button
        aria-label={say('visits.moreDefects')}
        onClick={() => count((isCounted ? answer.defects : 0) + 1)}
        style={{ height: 56, fontSize: 24 }}
      >
        +
      </Button>
    </div>
  );
}

const chosenColour: Readonly<Record<AnswerValue, string>> = {
  met: colours.onTime,
  counted: colours.onTime,
  partly: colours.soon,
  not_met: colours.overdue,
  na: colours.second,
};

function Choice(props: {
  value: AnswerValue;
  isChosen: boolean;
  onClick: () => void;
  children: React.ReactNode;
}) {
  const { value, isChosen } = props;
  const filled = isChosen
    ? { background: chosenColour[value], borderColor: chosenColour[value], color: colours.panel }
    : {};
  return (
    <Button
      aria-pressed={isChosen}
      onClick={props.onClick}
      style={{ height: value === 'na' ? 44 : 56, fontSize: 16, paddingInline: 4, ...filled }}
    >
      {isChosen && '✓ '}
      {props.children}
    </Button>
  );
}
