import { Alert, Form, Input, Modal, Select, Typography } from 'antd';
import { useState } from 'react';
import { v7 as uuid } from 'uuid';
import { call } from '../../client/api.ts';
import { UnitPicker } from '../../client/unit-picker.tsx';
import { useWords } from '../../client/words.tsx';
import { createPerson, grantRole, type PersonLine, type UnitPage } from '../../contract/organisation.ts';
import { type Role, roles } from '../../domain/access/verbs.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { usePersonChange } from './use-unit-change.ts';

const today = () => cityDay(new Date().toISOString());

interface NewPerson {
  readonly name: string;
  readonly login: string;
  readonly grant: { readonly role: Role; readonly validFrom: string };
}

/** A new account with its first role on the unit; then its password, once. */
export function AddPersonDialog({ unit, onClose }: { unit: UnitPage; onClose: () => void }) {
  const say = useWords();
  const [ids] = useState(() => ({ person: uuid(), grant: uuid() }));
  const change = usePersonChange(
    ({ name, login, grant }: NewPerson) =>
      call(createPerson, {
        body: { id: ids.person, name, login, grant: { ...grant, id: ids.grant, unitId: unit.id } },
      }),
    () => undefined,
  );
  const required = [{ required: true, message: say('fault.required') }];
  if (change.data) {
    const { person, password } = change.data;
    return <PasswordDialog name={person.name} login={person.login} password={password} onClose={onClose} />;
  }
  return (
    <ChangeDialog
      title={say('organisation.people.addTitle', { unit: unit.name })}
      okText={say('common.save')}
      initialValues={{ grant: { validFrom: today() } }}
      change={change}
      onClose={onClose}
    >
      <Form.Item name="name" label={say('organisation.people.name')} rules={required}>
        <Input maxLength={60} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="login"
        label={say('organisation.people.login')}
        extra={say('organisation.people.loginHint')}
        rules={required}
      >
        <Input maxLength={40} autoComplete="off" autoCapitalize="none" />
      </Form.Item>
      <Form.Item name={['grant', 'role']} label={say('organisation.people.role')} rules={required}>
        <Select options={roles.map((value) => ({ value, label: say(`access.role.${value}`) }))} />
      </Form.Item>
      <Form.Item name={['grant', 'validFrom']} label={say('organisation.people.validFrom')} rules={required}>
        <Input type="date" />
      </Form.Item>
    </ChangeDialog>
  );
}

interface NewGrant {
  readonly role: Role;
  readonly unitId: string;
  readonly validFrom: string;
}

/** One more role for a person. */
export function GrantDialog({ person, onClose }: { person: PersonLine; onClose: () => void }) {
  const say = useWords();
  const [id] = useState(() => uuid());
  const change = usePersonChange(
    (fields: NewGrant) => call(grantRole, { params: { id: person.id }, body: { id, ...fields } }),
    onClose,
  );
  const required = [{ required: true, message: say('fault.required') }];
  return (
    <ChangeDialog
      title={say('organisation.people.grantTitle', { name: person.name })}
      okText={say('organisation.people.grant')}
      initialValues={{ validFrom: today(), unitId: person.grants[0]?.unitId }}
      change={change}
      onClose={onClose}
    >
      <Form.Item name="role" label={say('organisation.people.role')} rules={required}>
        <Select options={roles.map((value) => ({ value, label: say(`access.role.${value}`) }))} />
      </Form.Item>
      <Form.Item name="unitId" label={say('common.unit')} rules={required}>
        <UnitPicker label={say('common.unit')} allowClear={false} />
      </Form.Item>
      <Form.Item name="validFrom" label={say('organisation.people.validFrom')} rules={required}>
        <Input type="date" />
      </Form.Item>
    </ChangeDialog>
  );
}

/** Shows a first password the one time it can be shown. */
export function PasswordDialog(props: {
  name: string;
  login: string | null;
  password: string | null;
  onClose: () => void;
}) {
  const say = useWords();
  return (
    <Modal
      open
      title={`${say('organisation.people.password')} · ${props.name}`}
      okText={say('common.close')}
      onOk={props.onClose}
      onCancel={props.onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
      // a stray click beside the dialog would lose the password for good
      mask={{ closable: false }}
    >
      {props.password === null ? (
        <Alert type="info" showIcon title={say('organisation.people.passwordGone')} />
      ) : (
        <>
          <dl className="fact-list">
            <dt>{say('organisation.people.login')}</dt>
            <dd>{props.login}</dd>
            <dt>{say('organisation.people.password')}</dt>
            <dd>
              <Typography.Text copyable={{ tooltips: false }} code style={{ fontSize: 18 }}>
                {props.password}
              </Typography.Text>
            </dd>
          </dl>
          <Alert
            style={{ marginTop: 12 }}
            type="warning"
            showIcon
            title={say('organisation.people.passwordOnce')}
          />
        </>
      )}
    </Modal>
  );
}
