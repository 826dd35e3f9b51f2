import { FileOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Form, Modal, Select, Typography, Upload } from 'antd';
import { useRef, useState } from 'react';
import { v7 as uuid } from 'uuid';
import { uploadFile } from '../../client/api.ts';
import { useFormTimer } from '../../client/form-timer.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getReference, importStandard, listVersions, type VersionSummary } from '../../contract/standards.ts';

const newStandard = 'new';

/** Takes a pack file in, as a new standard or as the next version of one there is. */
export function ImportDialog(props: {
  versions: readonly VersionSummary[];
  onClose: () => void;
  onImported: (versionId: string) => void;
}) {
  const say = useWords();
  useFormTimer();
  const client = useQueryClient();
  const standards = [...new Map(props.versions.map((version) => [version.standardId, version])).values()];
  const [target, setTarget] = useState(standards[0]?.standardId ?? newStandard);
  const [file, setFile] = useState<File | null>(null);
  // one pair of ids for this dialog: sending twice after a lost answer imports once
  const ids = useRef({ standardId: uuid(), versionId: uuid() });
  const send = useMutation({
    mutationFn: (chosen: File) =>
      uploadFile(importStandard, chosen, {
        fields: {
          versionId: ids.current.versionId,
          standardId: target === newStandard ? ids.current.standardId : target,
        },
      }),
    onSuccess: async (view) => {
      await Promise.all([
        client.invalidateQueries({ queryKey: [listVersions.name] }),
        client.invalidateQueries({ queryKey: [getReference.name] }),
      ]);
      props.onImported(view.id);
    },
  });
  return (
    <Modal
      open
      title={say('standards.import')}
      okText={say('standards.import')}
      cancelText={say('common.cancel')}
      okButtonProps={{ disabled: !file, loading: send.isPending }}
      onOk={() => file && send.mutate(file)}
      onCancel={props.onClose}
    >
      <Form layout="vertical">
        <Typography.Paragraph type="secondary">{say('standards.importHelp')}</Typography.Paragraph>
        <Form.Item label={say('standards.importTarget')} htmlFor="import-target">
          <Select
            id="import-target"
            value={target}
            onChange={setTarget}
            options={[
              ...standards.map((version) => ({
                value: version.standardId,
                label: say('standards.importNext', { title: version.title }),
              })),
              { value: newStandard, label: say('standards.importNew') },
            ]}
          />
        </Form.Item>
        <Form.Item label={say('standards.importFile')} htmlFor="import-file">
          <Upload
            id="import-file"
            accept=".json,application/json"
            maxCount={1}
            // the file is sent with the dialog's button, not at once
            beforeUpload={(chosen) => {
              send.reset();
              setFile(chosen);
              return false;
            }}
            onRemove={() => setFile(null)}
          >
            <Button icon={<FileOutlined aria-hidden />}>{say('standards.chooseFile')}</Button>
          </Upload>
        </Form.Item>
        <RefusalAlert error={send.error} />
      </Form>
    </Modal>
  );
}
