import { CheckCircleFilled, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons';
import { Button, Flex } from 'antd';
import { useState } from 'react';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useWords } from '../../client/words.tsx';
import type { FindingView } from '../../contract/standards.ts';
import { findingWords } from './standard-words.ts';

const firstShown = 8;

/** What speaks against publishing: refusals first, then what should be looked at. */
export function FindingsPanel(props: {
  findings: readonly FindingView[];
  onOpen: (siteType: string) => void;
}) {
  const say = useWords();
  const reference = useReference();
  const [showsAll, setShowsAll] = useState(false);
  const sorted = [...props.findings].sort(
    (a, b) => Number(a.level === 'warning') - Number(b.level === 'warning'),
  );
  const refusals = sorted.filter((finding) => finding.level === 'refusal').length;
  if (sorted.length === 0) {
    return (
      <p>
        <CheckCircleFilled aria-hidden style={{ color: colours.onTime }} /> {say('standards.findings.none')}
      </p>
    );
  }
  const shown = showsAll ? sorted : sorted.slice(0, firstShown);
  return (
    <section aria-labelledby="findings-title">
      <h2 id="findings-title">
        {say('standards.findings.title', { refusals, warnings: sorted.length - refusals })}
      </h2>
      <ul className="plain-list" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
        {shown.map((finding) => (
          <li key={`${finding.siteType}/${finding.itemCode}/${finding.code}`} style={{ paddingBlock: 4 }}>
            <Flex gap={8} align="baseline" wrap>
              <FindingMark level={finding.level} />
              {finding.siteType !== null && (
                <Button
                  type="link"
                  size="small"
                  style={{ padding: 0 }}
                  onClick={() => props.onOpen(finding.siteType ?? '')}
                >
                  {reference.siteTypeName(finding.siteType)}
                </Button>
              )}
              <span>{findingWords(finding, say)}</span>
            </Flex>
          </li>
        ))}
      </ul>
      {sorted.length > firstShown && (
        <Button type="link" style={{ padding: 0 }} onClick={() => setShowsAll(!showsAll)}>
          {showsAll
            ? say('standards.findings.fewer')
            : say('standards.findings.all', { count: sorted.length })}
        </Button>
      )}
    </section>
  );
}

function FindingMark({ level }: { level: FindingView['level'] }) {
  const say = useWords();
  const isRefusal = level === 'refusal';
  return (
    <span style={{ color: isRefusal ? colours.overdue : colours.soon, whiteSpace: 'nowrap' }}>
      {isRefusal ? <ExclamationCircleFilled aria-hidden /> : <WarningFilled aria-hidden />}{' '}
      {say(isRefusal ? 'standards.findings.refusal' : 'standards.findings.warning')}
    </span>
  );
}
