import { Checkbox, Modal, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { publishVersion, type VersionView } from '../../contract/standards.ts';
import { useVersionChange } from './use-version-change.ts';

/** Says what freezing means before it is done: it cannot be taken back. */
export function PublishDialog({ version, onClose }: { version: VersionView; onClose: () => void }) {
  const say = useWords();
  const change = useVersionChange(version.id);
  const [isUnderstood, setUnderstood] = useState(false);
  const refusals = version.findings.filter((finding) => finding.level === 'refusal').length;
  const warnings = version.findings.length - refusals;
  const publish = () =>
    change.mutate(
      () => call(publishVersion, { params: { id: version.id }, body: { version: version.version } }),
      { onSuccess: onClose },
    );
  return (
    <Modal
      open
      title={say('standards.publishTitle', { title: version.title, number: version.number })}
      okText={say('standards.publish')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !isUnderstood || refusals > 0, loading: change.isPending }}
      onOk={publish}
      onCancel={onClose}
    >
      <ul>
        <li>
          {say('standards.publishFreezes', { checklists: version.checklistCount, items: version.itemCount })}
        </li>
        <li>{say('standards.publishHash')}</li>
        <li>{say('standards.publishRounds')}</li>
        <li>{say('standards.publishCorrect')}</li>
      </ul>
      {refusals > 0 && (
        <Typography.Paragraph type="danger">
          {say('standards.publishRefused', { count: refusals })}
        </Typography.Paragraph>
      )}
      {warnings > 0 && (
        <Typography.Paragraph>{say('standards.publishWarnings', { count: warnings })}</Typography.Paragraph>
      )}
      <Checkbox checked={isUnderstood} onChange={(event) => setUnderstood(event.target.checked)}>
        {say('standards.publishUnderstood')}
      </Checkbox>
      <RefusalAlert error={change.error} />
    </Modal>
  );
}
