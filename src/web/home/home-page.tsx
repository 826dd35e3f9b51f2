import { useQuery } from '@tanstack/react-query';
import { Card, Empty, Flex, Spin } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { listMyVisits } from '../../contract/inspections.ts';
import { getProblemDesk, listProblems } from '../../contract/problems.ts';
import { openStates } from '../../domain/problems/problem-states.ts';
import { DeskHeap } from './desk-heap.tsx';
import { StandingCard } from './standing-card.tsx';
import './home.css';

/** The desk: what waits for me, where we stand. */
export function HomePage() {
  const say = useWords();
  const inspects = useMay('inspection.submit');
  const ranks = useMay('ranking.view');
  const sees = useMay('problem.view');
  return (
    <>
      <h1 className="page-title">{say('home.title')}</h1>
      <div className="desk">
        <div className="desk-main">{sees && <Waiting />}</div>
        <Flex vertical gap={16} className="desk-side">
          {inspects && <VisitsCard />}
          {sees && <LedgerCard />}
          {ranks && <StandingCard />}
        </Flex>
      </div>
    </>
  );
}

function Waiting() {
  const say = useWords();
  const desk = useQuery({ queryKey: [getProblemDesk.name], queryFn: () => call(getProblemDesk) });
  if (desk.isPending) return <Spin />;
  const heaps = desk.data?.heaps.filter((heap) => heap.count > 0) ?? [];
  return (
    <section aria-label={say('home.waiting')}>
      <RefusalAlert error={desk.error} retry={() => void desk.refetch()} />
      {heaps.map((heap) => (
        <DeskHeap key={heap.heap} heap={heap} />
      ))}
      {desk.data && heaps.length === 0 && (
        <Card title={say('home.waiting')}>
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('home.nothingWaits')} />
        </Card>
      )}
    </section>
  );
}

function VisitsCard() {
  const say = useWords();
  const visits = useQuery({ queryKey: [listMyVisits.name], queryFn: () => call(listMyVisits) });
  return (
    <Card size="small" title={say('home.visits')}>
      <RefusalAlert error={visits.error} />
      {visits.data && (
        <p className="desk-fact">
          {say('home.visitsLeft', { open: visits.data.toDo, done: visits.data.done })}
        </p>
      )}
      <HouseLink to="/visits">{say('home.goToVisits')}</HouseLink>
    </Card>
  );
}

function LedgerCard() {
  const say = useWords();
  const wholeCity = useMay('problem.dispatch');
  const ledger = useQuery({
    queryKey: [listProblems.name, 'counts'],
    queryFn: () => call(listProblems, { query: { limit: 1 } }),
  });
  const counts = ledger.data?.counts;
  const open = openStates.reduce((sum, state) => sum + (counts?.byState[state] ?? 0), 0);
  return (
    <Card size="small" title={say(wholeCity ? 'home.city' : 'nav.ledger')}>
      <RefusalAlert error={ledger.error} />
      {counts && (
        <p className="desk-fact">
          {say(wholeCity ? 'home.cityOpen' : 'home.unitOpen', {
            open,
            overdue: counts.overdue,
            struckOff: counts.byState.struck_off ?? 0,
          })}
        </p>
      )}
      <HouseLink to="/ledger">{say('home.openLedger')}</HouseLink>
    </Card>
  );
}
