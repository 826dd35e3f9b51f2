import { colours } from '../../client/theme.ts';
import type { VisitDraft } from '../../client/visit-draft.ts';
import { useLocalName, useWords } from '../../client/words.tsx';
import type { VisitPacket } from '../../contract/inspections.ts';
import type { Refusal } from '../../domain/decision.ts';

/** All items with their answers, beside the item on the screen; only where there is room. */
export function ItemList(props: {
  items: VisitPacket['items'];
  draft: VisitDraft;
  faults: ReadonlyMap<string, Refusal>;
  at: number;
  onGo: (index: number) => void;
}) {
  const { items, draft, faults, at, onGo } = props;
  const say = useWords();
  const localName = useLocalName();
  return (
    <nav aria-label={say('visits.items')} style={{ width: 340, flexShrink: 0 }}>
      <ol style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {items.map((item, index) => {
          const answer = draft.answers[item.code];
          const isAnswered = answer !== undefined && answer.value !== null;
          return (
            <li key={item.code}>
              <button
                type="button"
                aria-current={index === at ? 'step' : undefined}
                onClick={() => onGo(index)}
                style={{
                  display: 'flex',
                  gap: 8,
                  justifyContent: 'space-between',
                  width: '100%',
                  minHeight: 44,
                  padding: '8px 12px',
                  textAlign: 'start',
                  font: 'inherit',
                  color: 'inherit',
                  cursor: 'pointer',
                  border: 0,
                  borderBlockEnd: `1px solid ${colours.line}`,
                  background: index === at ? '#E6EEE8' : colours.panel,
                }}
              >
                <span>{localName({ name: item.title, nameEn: item.titleEn })}</span>
                <span style={{ whiteSpace: 'nowrap', color: isAnswered ? colours.ink : colours.second }}>
                  {answer && answer.value !== null
                    ? say(`inspections.answer.${answer.value}`, { defects: answer.defects })
                    : say('visits.unanswered')}
                  {isAnswered && faults.has(item.code) && <span style={{ color: colours.soon }}> ▲</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
