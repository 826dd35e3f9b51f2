import { Alert, Descriptions, Flex, Grid, Tag, Typography } from 'antd';
import type { ReactNode } from 'react';
import { formatInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import type { ProblemView } from '../../contract/problems.ts';
import { ProblemOrders } from '../orders/problem-orders.tsx';
import { ProblemRouting } from '../routing/problem-routing.tsx';
import { ProblemSweep } from '../sweeps/problem-sweep.tsx';
import { ProblemRecurrence } from '../verification/problem-recurrence.tsx';
import { DeadlineLight, ProblemBadge } from './problem-badges.tsx';
import { ProblemMoves } from './problem-moves.tsx';
import { ProblemPhotos } from './problem-photos.tsx';
import { ProblemTimeline } from './problem-timeline.tsx';
import { RelatedProblems } from './related-problems.tsx';

/** A whole problem: left the story, right the facts and next moves. `narrow`: one column, as in the sheet. */
export function ProblemDetails({ problem, narrow = false }: { problem: ProblemView; narrow?: boolean }) {
  const { lg } = Grid.useBreakpoint();
  const isWide = lg === true && !narrow;
  return (
    <div
      style={{
        display: 'grid',
        gap: 24,
        gridTemplateColumns: isWide ? 'minmax(0, 3fr) minmax(0, 2fr)' : 'minmax(0, 1fr)',
      }}
    >
      {/* On a phone what to do comes before what was done. The two keep their places in the document at any
          width, so that a form that is being filled in outlives the turning of the screen. */}
      <div style={{ minWidth: 0, ...(isWide ? { gridColumn: 2, gridRow: 1 } : {}) }}>
        <Facts problem={problem} />
      </div>
      <div style={{ minWidth: 0, ...(isWide ? { gridColumn: 1, gridRow: 1 } : {}) }}>
        <Story problem={problem} />
      </div>
    </div>
  );
}

function Story({ problem }: { problem: ProblemView }) {
  return (
    <Flex vertical gap={16}>
      <ProblemPhotos problem={problem} />
      <ProblemTimeline problem={problem} />
    </Flex>
  );
}

function Facts({ problem }: { problem: ProblemView }) {
  const say = useWords();
  return (
    <Flex vertical gap={16}>
      {problem.voidRequested && <Alert type="warning" showIcon title={say('problems.voidPending')} />}
      <TimeNotes problem={problem} />
      <ProblemMoves problem={problem} />
      <ProblemSweep problemId={problem.id} unitId={problem.unitId} />
      <ProblemRecurrence problem={problem} />
      <RelatedProblems problem={problem} />
      <ProblemOrders problemId={problem.id} unitId={problem.unitId} />
      <section aria-labelledby="problem-facts">
        <Typography.Title level={2} id="problem-facts" style={{ fontSize: 16 }}>
          {say('problems.facts')}
        </Typography.Title>
        <Descriptions bordered size="small" column={1} items={useFactItems(problem)} />
        <ProblemRouting problemId={problem.id} version={problem.version} />
      </section>
    </Flex>
  );
}

/** Time that was asked for, and time that stands still. */
function TimeNotes({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const { extensionAsked, deferralAsked, deferredUntil, clockStop } = problem;
  const until = (at: string) => formatInstant(at, locale);
  const notes = [
    extensionAsked &&
      say('problems.extensionAsked', {
        name: extensionAsked.by?.name ?? '',
        until: until(extensionAsked.until),
      }),
    deferralAsked &&
      say('problems.deferralAsked', {
        name: deferralAsked.by?.name ?? '',
        until: until(deferralAsked.until),
      }),
    deferredUntil && say('problems.deferredUntil', { until: until(deferredUntil) }),
    clockStop &&
      say('problems.clockStopped', {
        reason: localName({ name: clockStop.label, nameEn: clockStop.labelEn }),
        until: until(clockStop.until),
      }),
  ].filter((note) => note !== null && note !== '');
  return notes.map((note) => <Alert key={note} type="info" showIcon title={note} />);
}

function useFactItems(problem: ProblemView) {
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const time = (at: string | null) => (at === null ? null : formatInstant(at, locale));
  const category = localName({ name: problem.categoryName, nameEn: problem.categoryNameEn });
  const item = problem.itemTitle && localName({ name: problem.itemTitle, nameEn: problem.itemTitleEn });
  const changed = problem.originalDeadlineAt !== problem.deadlineAt;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      say('problems.column.state'),
      <Flex key="state" wrap gap={8}>
        <ProblemBadge state={problem.state} />
        <Severity severity={problem.severity} />
        {problem.isSample && <Tag>{say('common.sample')}</Tag>}
      </Flex>,
    ],
    [say('problems.column.unit'), problem.unitName],
    [say('problems.column.person'), problem.personName],
    [say('problems.column.deadline'), problem.deadlineAt && <DeadlineLight line={problem} />],
    [say('problems.originalDeadline'), changed ? time(problem.originalDeadlineAt) : null],
    [
      say('problems.limit'),
      say(`deadlines.limit.${problem.deadlineClock}`, { hours: problem.deadlineHours }),
    ],
    [
      say('problems.assisting'),
      problem.assistingUnits.map((unit) => unit.name).join(say('problems.listComma')),
    ],
    [say('problems.proposed'), problem.proposedUnit?.name],
    [say('problems.column.place'), [problem.siteName, problem.placeText].filter(Boolean).join(' ')],
    [say('problems.filter.category'), category],
    [say('problems.item'), item],
    [say('problems.defects'), problem.defects],
    [say('problems.description'), problem.description],
    [say('problems.round'), problem.roundName],
    [
      say('problems.source'),
      [say(`problems.source.${problem.sourceKind}`), problem.sourceRef].filter(Boolean).join(' '),
    ],
    [
      say('problems.raised'),
      [problem.raisedBy?.name ?? say('problems.system'), time(problem.raisedAt)].join(' · '),
    ],
    [say('problems.measures'), problem.measures],
    [say('problems.progress'), problem.progress],
    [
      say('problems.moreTime'),
      problem.extensionCount + problem.deferralCount + problem.clockStopCount > 0
        ? say('problems.timeCounts', {
            extended: problem.extensionCount,
            deferred: problem.deferralCount,
            stopped: problem.clockStopCount,
          })
        : null,
    ],
    [
      say('problems.toAndFro'),
      problem.reworkCount + problem.returnCount + problem.transferCount > 0
        ? say('problems.counts', {
            rework: problem.reworkCount,
            returned: problem.returnCount,
            transfer: problem.transferCount,
          })
        : null,
    ],
  ];
  return facts
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([label, children]) => ({
      key: label,
      label,
      children: <span style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{children}</span>,
    }));
}

/** Only what stands out is marked. */
export function Severity({ severity }: { severity: ProblemView['severity'] }) {
  const say = useWords();
  if (severity === 'normal') return null;
  return (
    <strong style={{ color: colours.overdue }}>
      <span aria-hidden>‼</span> {say('problems.severity.high')}
    </strong>
  );
}
