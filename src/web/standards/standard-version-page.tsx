import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Button, Flex, Skeleton, Typography } from 'antd';
import { useState } from 'react';
import { call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { useReference } from '../../client/reference.tsx';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import { getVersion, type VersionView } from '../../contract/standards.ts';
import { ChecklistMenu } from './checklist-menu.tsx';
import { ChecklistPane } from './checklist-pane.tsx';
import { FindingsPanel } from './findings-panel.tsx';
import { RulesDrawer } from './rules-drawer.tsx';
import { versionKey } from './use-version-change.ts';
import { VersionActions } from './version-actions.tsx';
import { VersionBadge } from './version-badge.tsx';

/** One version: its rules, its checklists, and in a draft what still speaks against publishing. */
export function StandardVersionPage() {
  const { versionId = '' } = useParams({ strict: false }) as { versionId?: string };
  const version = useQuery({
    queryKey: versionKey(versionId),
    queryFn: () => call(getVersion, { params: { id: versionId } }),
  });
  if (version.error) return <RefusalAlert error={version.error} retry={() => void version.refetch()} />;
  if (!version.data) return <Skeleton active />;
  return <VersionContent key={versionId} version={version.data} />;
}

function VersionContent({ version }: { version: VersionView }) {
  const say = useWords();
  const localName = useLocalName();
  const mayEdit = useMay('standard.edit');
  const canEdit = mayEdit && version.state === 'draft';
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = version.checklists.find((list) => list.siteType === chosen) ?? version.checklists[0];
  return (
    <>
      <Link to="/standards">{say('standards.title')}</Link>
      <Flex justify="space-between" align="center" wrap gap={8}>
        <Flex align="center" wrap gap={8}>
          <h1>
            {say('standards.versionName', {
              title: localName({ name: version.title, nameEn: version.titleEn }),
              number: version.number,
            })}
          </h1>
          <VersionBadge version={version} />
        </Flex>
        <VersionActions version={version} />
      </Flex>
      <VersionFacts version={version} canEdit={canEdit} />
      {version.state === 'draft' && <FindingsPanel findings={version.findings} onOpen={setChosen} />}
      <Flex gap={24} wrap align="flex-start" style={{ marginBlockStart: 16 }}>
        <ChecklistMenu
          version={version}
          chosen={shown?.siteType ?? null}
          canEdit={canEdit}
          onChoose={setChosen}
        />
        <div style={{ flex: '1 1 320px', minWidth: 0 }}>
          {shown ? (
            <ChecklistPane
              key={shown.siteType}
              version={version}
              siteType={shown.siteType}
              canEdit={canEdit}
            />
          ) : (
            <Typography.Text type="secondary">{say('standards.noChecklists')}</Typography.Text>
          )}
        </div>
      </Flex>
    </>
  );
}

function VersionFacts({ version, canEdit }: { version: VersionView; canEdit: boolean }) {
  const say = useWords();
  const { locale } = useLocale();
  const reference = useReference();
  const [isEditing, setEditing] = useState(false);
  const { scoring, exemptions } = version;
  return (
    <section aria-label={say('standards.rules')}>
      <Typography.Paragraph style={{ marginBlockEnd: 4 }}>
        {say(`standards.vetoSentence.${scoring.vetoRule}`, { cap: scoring.cap })}{' '}
        {say(`standards.partlySentence.${scoring.partly}`)}{' '}
        {canEdit && (
          <Button type="link" style={{ padding: 0 }} onClick={() => setEditing(true)}>
            {say('standards.editRules')}
          </Button>
        )}
      </Typography.Paragraph>
      {version.note && <Typography.Paragraph>{version.note}</Typography.Paragraph>}
      {version.source && (
        <Typography.Paragraph type="secondary">
          {say('common.source')}: {version.source}
        </Typography.Paragraph>
      )}
      {version.publishedAt && (
        <Typography.Paragraph type="secondary">
          {say('standards.publishedOn', {
            at: formatInstant(version.publishedAt, locale),
            person: version.publishedByName ?? say('standards.bySystem'),
          })}{' '}
          {say('standards.contentHash')}{' '}
          <Typography.Text code copyable style={{ wordBreak: 'break-all' }}>
            {version.contentHash ?? ''}
          </Typography.Text>
        </Typography.Paragraph>
      )}
      {exemptions.length > 0 && (
        <details>
          <summary>{say('standards.exemptions', { count: exemptions.length })}</summary>
          <ul>
            {exemptions.map((exemption) => (
              <li key={exemption.rule}>
                {locale === 'en' && exemption.ruleEn ? exemption.ruleEn : exemption.rule}{' '}
                <Typography.Text type="secondary">
                  {exemption.appliesTo.map(reference.categoryName).join(say('standards.comma'))}
                </Typography.Text>
              </li>
            ))}
          </ul>
        </details>
      )}
      {isEditing && <RulesDrawer version={version} onClose={() => setEditing(false)} />}
    </section>
  );
}
