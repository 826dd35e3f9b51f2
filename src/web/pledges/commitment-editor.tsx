import { Button, Flex, Input, Select, Tag } from 'antd';
import { PersonPicker } from '../../client/person-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { commitmentKinds } from '../../domain/pledges/commitment-kind-list.ts';
import type { DraftCommitment } from './pledge-draft.ts';

/** One commitment to review: words, kind, places, quantity, person, day. */
export function CommitmentEditor(props: {
  number: number;
  commitment: DraftCommitment;
  unitId: string | undefined;
  known: { readonly id: string; readonly name: string } | null;
  /** Faults by field, as the server named them. */
  faults: Readonly<Record<string, string>>;
  isChosen: boolean;
  onChoose: () => void;
  onChange: (change: Partial<DraftCommitment>) => void;
  onRemove: () => void;
}) {
  const say = useWords();
  const { commitment, faults, onChange } = props;
  const id = (field: string) => `${commitment.id}-${field}`;
  const name = say('pledges.commitment', { number: props.number });
  return (
    <li data-chosen={props.isChosen} id={id('item')}>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <strong>{name}</strong>
        <Flex gap={8}>
          {commitment.span && (
            <Button size="small" type="link" onClick={props.onChoose}>
              {say('pledges.showInText')}
            </Button>
          )}
          <Button
            size="small"
            danger
            aria-label={`${say('pledges.removeCommitment')} · ${name}`}
            onClick={props.onRemove}
          >
            {say('common.remove')}
          </Button>
        </Flex>
      </Flex>
      <label className="pledge-field" htmlFor={id('text')}>
        {say('pledges.text')}
      </label>
      <Input.TextArea
        id={id('text')}
        maxLength={1000}
        autoSize={{ minRows: 2, maxRows: 8 }}
        status={faults.text ? 'error' : ''}
        value={commitment.text}
        onFocus={props.onChoose}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <Fault words={faults.text} />
      <div className="commitment-fields">
        <div>
          <label htmlFor={id('kind')}>{say('pledges.kind')}</label>
          <Select
            id={id('kind')}
            style={{ width: '100%' }}
            value={commitment.kind}
            onChange={(kind) => onChange({ kind })}
            options={commitmentKinds.map((kind) => ({ value: kind, label: say(`pledges.kind.${kind}`) }))}
          />
        </div>
        <div>
          <label htmlFor={id('person')}>{say('pledges.person')}</label>
          <PersonPicker
            id={id('person')}
            label={say('pledges.person')}
            unitId={props.unitId ?? ''}
            value={commitment.personId}
            known={props.known}
            onChange={(personId) => onChange({ personId })}
          />
          <Fault words={faults.personId} />
        </div>
        <div>
          <label htmlFor={id('due')}>{say('pledges.dueOn')}</label>
          <Input
            id={id('due')}
            type="date"
            value={commitment.dueOn ?? ''}
            onChange={(event) => onChange({ dueOn: event.target.value || null })}
          />
          <Fault words={faults.dueOn} />
          {commitment.dueStated && <small>{say('pledges.stated', { stated: commitment.dueStated })}</small>}
        </div>
        <div>
          <label htmlFor={id('places')}>{say('pledges.places')}</label>
          <Select
            id={id('places')}
            mode="tags"
            open={false}
            suffixIcon={null}
            style={{ width: '100%' }}
            value={[...commitment.places]}
            onChange={(places: string[]) => onChange({ places: places.map((place) => place.slice(0, 100)) })}
          />
        </div>
      </div>
      {commitment.quantity && (
        <Tag style={{ marginTop: 8 }} closable onClose={() => onChange({ quantity: null })}>
          {say('pledges.quantity')} · {commitment.quantity.text}
        </Tag>
      )}
      <Fault words={faults.span ?? faults.id ?? faults.quantity ?? faults.places} />
    </li>
  );
}

function Fault({ words }: { words: string | undefined }) {
  return words ? <div className="field-fault">{words}</div> : null;
}
