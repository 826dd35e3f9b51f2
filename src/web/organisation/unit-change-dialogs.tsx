import { Form, Input, Typography } from 'antd';
import { call } from '../../client/api.ts';
import { PersonPicker } from '../../client/person-picker.tsx';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { closeUnit, moveUnit, setUnitContact, type UnitPage } from '../../contract/organisation.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { useUnitChange } from './use-unit-change.ts';

interface Props {
  readonly unit: UnitPage;
  readonly onClose: () => void;
}

const today = () => cityDay(new Date().toISOString());

/** Hangs a unit under another one from a day on. */
export function MoveUnitDialog({ unit, onClose }: Props) {
  const say = useWords();
  const change = useUnitChange(
    (body: { parentId: string; from: string }) => call(moveUnit, { params: { id: unit.id }, body }),
    onClose,
  );
  const required = [{ required: true, message: say('fault.required') }];
  return (
    <ChangeDialog
      title={say('organisation.move.title', { name: unit.name })}
      okText={say('organisation.action.move')}
      initialValues={{ from: today() }}
      change={change}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{say('organisation.move.note')}</Typography.Paragraph>
      <Form.Item name="parentId" label={say('organisation.move.parent')} rules={required}>
        <UnitPicker label={say('organisation.move.parent')} allowClear={false} />
      </Form.Item>
      <Form.Item name="from" label={say('organisation.move.from')} rules={required}>
        <Input type="date" max={today()} />
      </Form.Item>
    </ChangeDialog>
  );
}

/** Closes a unit from a day on. */
export function CloseUnitDialog({ unit, onClose }: Props) {
  const say = useWords();
  const change = useUnitChange(
    (body: { validTo: string }) => call(closeUnit, { params: { id: unit.id }, body }),
    onClose,
  );
  return (
    <ChangeDialog
      title={say('organisation.close.title', { name: unit.name })}
      okText={say('organisation.action.close')}
      danger
      initialValues={{ validTo: today() }}
      change={change}
      onClose={onClose}
    >
      <Typography.Paragraph type="secondary">{say('organisation.close.note')}</Typography.Paragraph>
      <Form.Item
        name="validTo"
        label={say('organisation.close.from')}
        rules={[{ required: true, message: say('fault.required') }]}
      >
        <Input type="date" max={today()} />
      </Form.Item>
    </ChangeDialog>
  );
}

/** Names the person on whom what the unit must do lands by rule. */
export function ContactDialog({ unit, onClose }: Props) {
  const say = useWords();
  const change = useUnitChange(
    ({ personId }: { personId?: string | null }) =>
      call(setUnitContact, { params: { id: unit.id }, body: { personId: personId ?? null } }),
    onClose,
  );
  return (
    <ChangeDialog
      title={say('organisation.action.contact')}
      okText={say('common.save')}
      initialValues={{ personId: unit.contact?.isActive ? unit.contact.id : null }}
      change={change}
      onClose={onClose}
    >
      <Form.Item
        name="personId"
        label={say('organisation.fact.contact')}
        extra={say('organisation.contact.choose')}
      >
        <PersonPicker
          label={say('organisation.fact.contact')}
          unitId={unit.id}
          known={unit.contact}
          ownOnly
        />
      </Form.Item>
    </ChangeDialog>
  );
}
