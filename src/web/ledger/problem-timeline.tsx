import { Timeline, Typography } from 'antd';
import { formatInstant, formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import type { ProblemTimelineEntry, ProblemView } from '../../contract/problems.ts';
import type { WordKey } from '../../text/zh-CN.ts';

/** Who did what, when and where; each entry with its hash tick, the newest at the end. */
export function ProblemTimeline({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const { timeline, chainHolds } = problem;
  return (
    <section aria-labelledby="problem-story">
      <Typography.Title level={2} id="problem-story" style={{ fontSize: 16 }}>
        {say('problems.story')}
      </Typography.Title>
      <p role="status" style={{ color: chainHolds ? colours.onTime : colours.overdue }}>
        <span aria-hidden>{chainHolds ? '✓' : '✕'}</span>{' '}
        {chainHolds ? say('problems.chainOk', { count: timeline.length }) : say('problems.chainBroken')}
      </p>
      <Timeline
        items={timeline.map((entry) => ({
          key: entry.version,
          color: entry.verified ? colours.accent : colours.overdue,
          content: <Entry entry={entry} />,
        }))}
      />
    </section>
  );
}

function Entry({ entry }: { entry: ProblemTimelineEntry }) {
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const hash = say(entry.verified ? 'problems.hashOk' : 'problems.hashBroken', { hash: entry.hash });
  return (
    <div>
      <strong>{say(`problems.event.${entry.kind}` as WordKey)}</strong>{' '}
      <span
        title={hash}
        role="img"
        aria-label={hash}
        style={{ color: entry.verified ? colours.onTime : colours.overdue }}
      >
        {entry.verified ? '✓' : '✕'}
      </span>
      <div style={{ color: colours.second }}>
        {entry.actor?.name ?? say('problems.system')} · {formatInstant(entry.at, locale)}
      </div>
      {[
        ...linesOf(entry, say, (time) => formatShortInstant(time, locale)),
        ...furtherLines(entry, say, (time) => formatShortInstant(time, locale), localName),
      ].map((line) => (
        <div key={line} style={{ overflowWrap: 'anywhere' }}>
          {line}
        </div>
      ))}
      {entry.source && /^https?:\/\//.test(entry.source) && (
        <a href={entry.source} target="_blank" rel="noreferrer noopener">
          {say('problems.sourceLink')}
        </a>
      )}
    </div>
  );
}

function linesOf(
  entry: ProblemTimelineEntry,
  say: ReturnType<typeof useWords>,
  when: (time: string) => string,
): string[] {
  const lines: string[] = [];
  const person = entry.person?.name ?? '';
  if (entry.unit && entry.deadlineAt) {
    const deadline = when(entry.deadlineAt);
    lines.push(say('problems.entry.to', { unit: entry.unit.name, person, deadline }));
  } else if (entry.fromPerson && entry.fromPerson.id !== entry.person?.id) {
    lines.push(say('problems.entry.fromTo', { from: entry.fromPerson.name, person }));
  } else if (entry.person) {
    lines.push(say('problems.entry.person', { person }));
  } else if (entry.deadlineAt) {
    lines.push(say('problems.entry.newDeadline', { deadline: when(entry.deadlineAt) }));
  }
  if (entry.proposedUnit) lines.push(say('problems.entry.proposed', { unit: entry.proposedUnit.name }));
  if (entry.reason) lines.push(say('problems.entry.reason', { reason: entry.reason }));
  if (entry.distanceMetres !== null) {
    lines.push(say('problems.distance', { metres: Math.round(entry.distanceMetres) }));
  }
  return lines;
}

/** Lines of the moves that give time, change the category or link problems. */
function furtherLines(
  entry: ProblemTimelineEntry,
  say: ReturnType<typeof useWords>,
  when: (time: string) => string,
  localName: ReturnType<typeof useLocalName>,
): string[] {
  const lines: string[] = [];
  const { fromCategory, toCategory, other, stopReason } = entry;
  if (fromCategory && toCategory) {
    lines.push(say('problems.entry.category', { from: localName(fromCategory), to: localName(toCategory) }));
  }
  if (stopReason) {
    const reason = localName({ name: stopReason.label, nameEn: stopReason.labelEn });
    lines.push(say('problems.entry.stopReason', { reason }));
  }
  if (entry.until) lines.push(say('problems.entry.until', { until: when(entry.until) }));
  if (entry.fromDeadlineAt) {
    lines.push(say('problems.entry.fromDeadline', { deadline: when(entry.fromDeadlineAt) }));
  }
  if (entry.measures) lines.push(say('problems.entry.measures', { text: entry.measures }));
  if (entry.progress) lines.push(say('problems.entry.progress', { text: entry.progress }));
  if (entry.same !== null) lines.push(say(entry.same ? 'problems.entry.same.yes' : 'problems.entry.same.no'));
  if (other) lines.push(say('problems.entry.other', { number: other.number, title: other.title }));
  return lines;
}
