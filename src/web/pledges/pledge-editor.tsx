import { Button, Flex, Input, Typography } from 'antd';
import { useMemo, useState } from 'react';
import { ApiRefusal } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import type { ReadSpeech } from '../../contract/pledges.ts';
import { lacksOf } from '../../domain/pledges/pledge-confirmation.ts';
import { CommitmentEditor } from './commitment-editor.tsx';
import { type DraftCommitment, emptyCommitment, type PledgeDraft } from './pledge-draft.ts';
import { useSpeechMarks } from './speech-marks.ts';
import { SpeechView } from './speech-view.tsx';
import './pledges.css';

type Person = { readonly id: string; readonly name: string };

/** Faults of the commitments by index and field, from the places the server named. */
function faultsOf(error: unknown): ReadonlyMap<number, Readonly<Record<string, string>>> {
  const faults = new Map<number, Record<string, string>>();
  if (!(error instanceof ApiRefusal)) return faults;
  for (const { path, message } of error.fields) {
    const [, index, field] = /^commitments\.(\d+)\.(\w+)/.exec(path) ?? [];
    if (index === undefined || field === undefined) continue;
    faults.set(Number(index), { ...faults.get(Number(index)), [field]: message });
  }
  return faults;
}

/** The speech beside what was read from it, to be reviewed and kept as a draft. */
export function PledgeEditor(props: {
  initial: PledgeDraft;
  /** What the reader found, where the draft comes from a speech. */
  speech?: ReadSpeech;
  /** False where the unit is settled. */
  mayChooseUnit: boolean;
  people?: readonly Person[];
  error: unknown;
  isSaving: boolean;
  onSave: (draft: PledgeDraft) => void;
  onCancel?: () => void;
}) {
  const say = useWords();
  useFormTimer();
  const [draft, setDraft] = useState(props.initial);
  const [chosen, setChosen] = useState<string | null>(null);
  const [unitMissing, setUnitMissing] = useState(false);
  const marks = useSpeechMarks(draft.causes, draft.commitments);
  const faults = useMemo(() => faultsOf(props.error), [props.error]);
  const people = useMemo(() => new Map((props.people ?? []).map((each) => [each.id, each])), [props.people]);
  const change = (part: Partial<PledgeDraft>) => setDraft((before) => ({ ...before, ...part }));
  const changeCommitment = (id: string, part: Partial<DraftCommitment>) =>
    setDraft((before) => ({
      ...before,
      commitments: before.commitments.map((each) => (each.id === id ? { ...each, ...part } : each)),
    }));
  const choose = (key: string) => {
    setChosen(key);
    document.getElementById(`${key}-item`)?.scrollIntoView({ block: 'nearest' });
  };
  const lacks = lacksOf(draft.commitments).length;
  const save = () => {
    setUnitMissing(draft.unitId === undefined);
    if (draft.unitId !== undefined) props.onSave(draft);
  };
  return (
    <Flex vertical gap={16}>
      <div className="pledge-panel">
        <div className="commitment-fields" style={{ marginTop: 0 }}>
          {props.mayChooseUnit && (
            <div>
              <label htmlFor="pledge-unit">{say('pledges.unit')}</label>
              <UnitPicker
                id="pledge-unit"
                label={say('pledges.unit')}
                value={draft.unitId}
                allowClear={false}
                // people of another unit cannot answer for this one's commitments
                onChange={(unitId) =>
                  change({
                    unitId: unitId ?? undefined,
                    commitments: draft.commitments.map((each) => ({ ...each, personId: null })),
                  })
                }
              />
              {unitMissing && <div className="field-fault">{say('pledges.import.unitMissing')}</div>}
              {props.speech && <UnitHint speech={props.speech} onChoose={(unitId) => change({ unitId })} />}
            </div>
          )}
          <div>
            <label htmlFor="pledge-post">{say('pledges.speakerPost')}</label>
            <Input
              id="pledge-post"
              maxLength={100}
              placeholder={say('pledges.speakerPostHint')}
              value={draft.speakerPost}
              onChange={(event) => change({ speakerPost: event.target.value })}
            />
          </div>
          <div>
            <label htmlFor="pledge-source">{say('pledges.source')}</label>
            <Input
              id="pledge-source"
              maxLength={300}
              value={draft.source}
              onChange={(event) => change({ source: event.target.value })}
            />
          </div>
        </div>
      </div>
      <div className={draft.sourceText ? 'pledge-columns' : undefined}>
        {draft.sourceText && (
          <section className="pledge-panel pledge-panel-speech">
            <SpeechView text={draft.sourceText} marks={marks} chosen={chosen} onChoose={choose} />
          </section>
        )}
        <section className="pledge-panel">
          <Typography.Title level={2} style={{ fontSize: 16, marginTop: 0 }}>
            {say('pledges.commitments', { count: draft.commitments.length })}
          </Typography.Title>
          <ol className="commitment-list">
            {draft.commitments.map((commitment, index) => (
              <CommitmentEditor
                key={commitment.id}
                number={index + 1}
                commitment={commitment}
                unitId={draft.unitId}
                known={people.get(commitment.personId ?? '') ?? null}
                faults={faults.get(index) ?? {}}
                isChosen={chosen === commitment.id}
                onChoose={() => setChosen(commitment.id)}
                onChange={(part) => changeCommitment(commitment.id, part)}
                onRemove={() =>
                  change({ commitments: draft.commitments.filter((each) => each.id !== commitment.id) })
                }
              />
            ))}
          </ol>
          <Button
            style={{ marginTop: 12 }}
            onClick={() => change({ commitments: [...draft.commitments, emptyCommitment()] })}
          >
            {say('pledges.addCommitment')}
          </Button>
        </section>
      </div>
      <RefusalAlert error={props.error} />
      <Flex wrap gap={8} align="center">
        <Button type="primary" loading={props.isSaving} onClick={save}>
          {say('pledges.import.saveDraft')}
        </Button>
        {props.onCancel && <Button onClick={props.onCancel}>{say('common.cancel')}</Button>}
        {lacks > 0 && (
          <span style={{ color: colours.soon }}>{say('pledges.confirmLacks', { count: lacks })}</span>
        )}
      </Flex>
    </Flex>
  );
}

/** What the speech calls its unit, and which units that may mean. */
function UnitHint({ speech, onChoose }: { speech: ReadSpeech; onChoose: (unitId: string) => void }) {
  const say = useWords();
  const [first] = speech.units;
  const unit = speech.unit || say('pledges.read.unitUnknown');
  if (!first) return <small className="field-fault">{say('pledges.import.unitUnknown', { unit })}</small>;
  return (
    <small>
      {say('pledges.import.unitGuess', { unit })}
      {!first.certain &&
        speech.units.map((match) => (
          <Button key={match.id} size="small" type="link" onClick={() => onChoose(match.id)}>
            {match.pathNames.slice(1).join(' / ')}
          </Button>
        ))}
    </small>
  );
}
