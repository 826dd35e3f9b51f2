import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { restoreSite, retireSite, type SiteView } from '../../contract/sites.ts';

/** Retires or restores, with a reason. */
export function SiteStateDialog({ site, onClose }: { site: SiteView; onClose: () => void }) {
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const isActive = site.state === 'active';
  const change = useMutation({
    mutationFn: () =>
      call(isActive ? retireSite : restoreSite, {
        params: { id: site.id },
        body: { version: site.version, reason: reason.trim() },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({
        predicate: ({ queryKey }) => String(queryKey[0]).startsWith('sites.'),
      });
      onClose();
    },
  });
  const title = say(isActive ? 'sites.retire' : 'sites.restore');
  return (
    <Modal
      open
      title={title}
      okText={title}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: reason.trim() === '', loading: change.isPending }}
      onOk={() => change.mutate()}
      onCancel={onClose}
    >
      {isActive && <p>{say('sites.retireHint')}</p>}
      <Form layout="vertical">
        <Form.Item label={say('sites.reason')} required htmlFor="site-state-reason">
          <Input.TextArea
            id="site-state-reason"
            maxLength={300}
            rows={3}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      <RefusalAlert error={change.error} />
    </Modal>
  );
}
