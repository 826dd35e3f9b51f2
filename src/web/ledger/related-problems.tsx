import { Alert, Flex, Typography } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { formatDay } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { LinkedProblem, ProblemView } from '../../contract/problems.ts';
import { isOpen } from '../../domain/problems/problem-states.ts';
import { problemPath } from './ledger-address.ts';
import { ProblemBadge } from './problem-badges.tsx';

/** Main problem and duplicates, whole and parts, and the time before; nothing where a problem stands alone. */
export function RelatedProblems({ problem }: { problem: ProblemView }) {
  const say = useWords();
  const { main, duplicates, parent, parts, earlier } = problem;
  const open = parts.filter((part) => isOpen(part.state)).length;
  const groups: readonly (readonly [string, readonly LinkedProblem[]])[] = [
    [say('problems.related.main'), main ? [main] : []],
    [say('problems.related.duplicates', { count: duplicates.length }), duplicates],
    [say('problems.related.parent'), parent ? [parent] : []],
    [say('problems.related.parts', { count: parts.length, open }), parts],
    [say('problems.related.earlier'), earlier ? [earlier] : []],
  ];
  const shown = groups.filter(([, linked]) => linked.length > 0);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="problem-related">
      <Typography.Title level={2} id="problem-related" style={{ fontSize: 16 }}>
        {say('problems.related')}
      </Typography.Title>
      {main && (
        <Alert
          type="info"
          title={say('problems.followsMain', {
            number: main.number,
            state: say(`problems.state.${main.state}`),
          })}
        />
      )}
      {shown.map(([title, linked]) => (
        <div key={title} style={{ marginTop: 8 }}>
          <div style={{ color: colours.second }}>{title}</div>
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {linked.map((other) => (
              <Linked key={other.id} other={other} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Linked({ other }: { other: LinkedProblem }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <li style={{ overflowWrap: 'anywhere' }}>
      <Flex wrap gap={8} align="center">
        <HouseLink to={problemPath(other.id)}>{`${other.number} ${other.title}`}</HouseLink>
        <ProblemBadge state={other.state} />
        <span style={{ color: colours.second }}>
          {formatDay(other.raisedAt, locale)}
          {other.raisedBy && ` · ${say('problems.related.reporter', { name: other.raisedBy.name })}`}
        </span>
      </Flex>
    </li>
  );
}
