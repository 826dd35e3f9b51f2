import type { VisitDraft } from '../../client/visit-draft.ts';
import type { ChecklistItemView } from '../../contract/inspections.ts';
import type { Refusal } from '../../domain/decision.ts';
import { useFieldName, useFieldWords } from '../shell/field-words.tsx';
import type { FixState } from './use-fix.ts';

/** The last part of a visit: what is missing, where the phone is, a note on the whole. */
export function FinishPart(props: {
  draft: VisitDraft;
  items: readonly ChecklistItemView[];
  faults: ReadonlyMap<string, Refusal>;
  position: FixState;
  onGo: (index: number) => void;
  onChange: (part: Partial<VisitDraft>) => void;
}) {
  const { draft, items, faults, position, onGo, onChange } = props;
  const { say } = useFieldWords();
  const name = useFieldName();
  return (
    <section className="stack" aria-labelledby="finish">
      <h2 id="finish">
        {say(faults.size === 0 ? 'field.complete' : 'field.missing', { count: faults.size })}
      </h2>
      {faults.size > 0 && (
        <ul className="plain">
          {items.map((item, index) => {
            const fault = faults.get(item.code);
            return (
              fault && (
                <li key={item.code}>
                  <button type="button" onClick={() => onGo(index)}>
                    {name({ name: item.title, nameEn: item.titleEn })}
                    <span className="soon"> ▲ {say(`refusal.${fault.code}`, fault.facts)}</span>
                  </button>
                </li>
              )
            );
          })}
        </ul>
      )}
      <FixLine position={position} />
      {draft.fix === null && (
        <label>
          {say('field.noFixReason')}
          <input
            value={draft.noFixReason}
            maxLength={200}
            onChange={(event) => onChange({ noFixReason: event.target.value })}
          />
        </label>
      )}
      <label>
        {say('field.wholeNote')}
        <textarea
          rows={3}
          maxLength={2000}
          value={draft.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
      </label>
    </section>
  );
}

/** In words where the phone is, or why it does not know. */
export function FixLine({ position }: { position: FixState }) {
  const { say } = useFieldWords();
  return position.kind === 'fixed' ? (
    <p role="status" className="good">
      ● {say('field.fix.fixed', { metres: Math.round(position.fix.accuracyM) })}
    </p>
  ) : (
    <p role="status" className="soon">
      ▲ {say(`field.fix.${position.kind}`)}
    </p>
  );
}
