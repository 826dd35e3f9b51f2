import { Card, Tag } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { useWords } from '../../client/words.tsx';
import type { DeskHeap as HeapName, ProblemLine } from '../../contract/problems.ts';
import { DeadlineLight, ProblemBadge } from '../ledger/problem-badges.tsx';

/** One heap of work: how much there is, and the first of it. */
export function DeskHeap({
  heap,
}: {
  heap: { heap: HeapName; count: number; first: readonly ProblemLine[] };
}) {
  const say = useWords();
  return (
    <Card
      size="small"
      className="desk-heap"
      title={
        <h2>
          {say(`problems.desk.${heap.heap}`)} <Tag>{heap.count}</Tag>
        </h2>
      }
      extra={
        heap.count > heap.first.length && (
          <HouseLink to="/ledger" search={{ list: heap.heap, sort: 'worst' }}>
            {say('home.seeAll', { count: heap.count })}
          </HouseLink>
        )
      }
    >
      <ul className="desk-lines">
        {heap.first.map((line) => (
          <li key={line.id}>
            <HouseLink to={`/ledger/${line.id}`} className="desk-title">
              <span className="desk-number">{line.number}</span> {line.title}
            </HouseLink>
            <span className="desk-place">
              {line.siteName ?? line.placeText} · {line.unitName ?? '—'}
            </span>
            <span className="desk-state">
              <ProblemBadge state={line.state} /> <DeadlineLight line={line} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
