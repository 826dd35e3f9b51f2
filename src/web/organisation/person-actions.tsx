import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { refusalText } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import {
  activatePerson,
  deactivatePerson,
  type PersonLine,
  resetPassword,
  revokeRole,
  signOutPerson,
} from '../../contract/organisation.ts';
import { GrantDialog, PasswordDialog } from './person-dialogs.tsx';
import { usePersonChange } from './use-unit-change.ts';

/** What an account's keeper may do with it; each asks once before it happens. */
export function PersonActions({ person }: { person: PersonLine }) {
  const say = useWords();
  const { modal, message } = App.useApp();
  const [isGranting, setGranting] = useState(false);
  const [password, setPassword] = useState<string | null>(null);
  const done = () => void message.success(say('common.saved'));
  const params = { id: person.id };
  const { mutateAsync: change } = usePersonChange(
    (send: () => Promise<unknown>) => send(),
    () => undefined,
  );

  /** Asks, then does it; a refusal is said where the question stood. */
  function confirm(title: string, danger: boolean, work: () => Promise<void>): void {
    modal.confirm({
      title,
      okText: say('common.confirm'),
      cancelText: say('common.cancel'),
      okButtonProps: { danger },
      onOk: () =>
        work().catch((error: unknown) => {
          modal.error({ title: refusalText(error, say), okText: say('common.close') });
        }),
    });
  }

  const { name } = person;
  const items: MenuProps['items'] = person.isActive
    ? [
        { key: 'grant', label: say('organisation.people.grant'), onClick: () => setGranting(true) },
        ...person.grants.map((grant) => ({
          key: grant.id,
          label: `${say('organisation.people.revoke')} · ${say(`access.role.${grant.role}`)} · ${grant.unitName}`,
          onClick: () =>
            confirm(
              say('organisation.people.revokeAsk', {
                name,
                role: say(`access.role.${grant.role}`),
                unit: grant.unitName,
              }),
              true,
              async () => {
                await change(() => call(revokeRole, { params: { ...params, grantId: grant.id } }));
                done();
              },
            ),
        })),
        { type: 'divider' },
        {
          key: 'reset',
          label: say('organisation.people.reset'),
          onClick: () =>
            confirm(say('organisation.people.resetAsk', { name }), false, async () => {
              await change(async () => {
                const reply = await call(resetPassword, { params });
                setPassword(reply.password);
              });
            }),
        },
        {
          key: 'out',
          label: say('organisation.people.signOut'),
          onClick: () =>
            confirm(say('organisation.people.signOutAsk', { name }), false, async () => {
              await change(async () => {
                const { closed } = await call(signOutPerson, { params });
                void message.success(say('organisation.people.signedOut', { count: closed }));
              });
            }),
        },
        {
          key: 'deactivate',
          danger: true,
          label: say('organisation.people.deactivate'),
          onClick: () =>
            confirm(say('organisation.people.deactivateAsk', { name }), true, async () => {
              await change(() => call(deactivatePerson, { params }));
              done();
            }),
        },
      ]
    : [
        {
          key: 'activate',
          label: say('organisation.people.activate'),
          onClick: () =>
            void change(() => call(activatePerson, { params })).then(done, (error: unknown) => {
              modal.error({ title: refusalText(error, say), okText: say('common.close') });
            }),
        },
      ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button size="small" aria-label={`${say('common.actions')} · ${name}`}>
          {say('common.actions')}
        </Button>
      </Dropdown>
      {isGranting && <GrantDialog person={person} onClose={() => setGranting(false)} />}
      {password !== null && (
        <PasswordDialog
          name={name}
          login={person.login}
          password={password}
          onClose={() => setPassword(null)}
        />
      )}
    </>
  );
}
