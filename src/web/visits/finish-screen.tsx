import { Button, Input } from 'antd';
import { useId } from 'react';
import { colours } from '../../client/theme.ts';
import type { Fix, VisitDraft } from '../../client/visit-draft.ts';
import { useLocalName, useWords } from '../../client/words.tsx';
import type { VisitPacket } from '../../contract/inspections.ts';
import type { Refusal } from '../../domain/decision.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import type { PositionState } from './use-position.ts';

/** Shortest reason for a missing position that the server takes, in characters. */
const shortestReason = 2;

export function reasonMissing(draft: VisitDraft): boolean {
  return draft.fix === null && [...draft.noFixReason.trim()].length < shortestReason;
}

/** The last screen: what is still missing, where the phone is, a note on the whole. */
export function FinishScreen(props: {
  packet: VisitPacket;
  draft: VisitDraft;
  faults: ReadonlyMap<string, Refusal>;
  position: PositionState;
  onGo: (index: number) => void;
  onChange: (change: Partial<VisitDraft>) => void;
}) {
  const { packet, draft, faults, onChange } = props;
  const say = useWords();
  const localName = useLocalName();
  const [note, reason] = [useId(), useId()];
  return (
    <section aria-labelledby="visit-finish" style={{ display: 'grid', gap: 16, alignContent: 'start' }}>
      <h2 id="visit-finish" style={{ fontSize: 20, margin: 0 }}>
        {say(faults.size === 0 ? 'visits.allAnswered' : 'visits.missing', { count: faults.size })}
      </h2>
      {faults.size > 0 && (
        <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 8 }}>
          {packet.items.map((item, index) => {
            const fault = faults.get(item.code);
            return (
              fault && (
                <li key={item.code}>
                  <Button
                    block
                    onClick={() => props.onGo(index)}
                    style={{
                      height: 'auto',
                      minHeight: 48,
                      justifyContent: 'flex-start',
                      whiteSpace: 'normal',
                      textAlign: 'start',
                    }}
                  >
                    <span>
                      {localName({ name: item.title, nameEn: item.titleEn })}
                      <br />
                      <span style={{ color: colours.soon }}>
                        ▲ {say(`refusal.${fault.code}` as WordKey, fault.facts)}
                      </span>
                    </span>
                  </Button>
                </li>
              )
            );
          })}
        </ul>
      )}
      <PositionLine state={props.position} fix={draft.fix} />
      {draft.fix === null && (
        <div>
          <label htmlFor={reason}>{say('visits.noFixReason')}</label>
          <Input
            id={reason}
            value={draft.noFixReason}
            maxLength={200}
            placeholder={say('visits.noFixHint')}
            onChange={(event) => onChange({ noFixReason: event.target.value })}
            style={{ fontSize: 16, height: 48 }}
          />
        </div>
      )}
      <div>
        <label htmlFor={note}>{say('visits.wholeNote')}</label>
        <Input.TextArea
          id={note}
          value={draft.note}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 8 }}
          onChange={(event) => onChange({ note: event.target.value })}
          style={{ fontSize: 16 }}
        />
      </div>
    </section>
  );
}

/** In words where the phone is, or why it does not know. */
export function PositionLine({ state, fix }: { state: PositionState; fix: Fix | null }) {
  const say = useWords();
  const text = fix
    ? say('visits.position.fixed', { metres: Math.round(fix.accuracyM) })
    : say(`visits.position.${state.kind === 'fixed' ? 'searching' : state.kind}`);
  return (
    <p role="status" style={{ margin: 0, color: fix ? colours.onTime : colours.soon }}>
      {fix ? '●' : '▲'} {text}
    </p>
  );
}
