import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Empty, Skeleton } from 'antd';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { colours } from '../../client/theme.ts';
import { draftKey, readDraft } from '../../client/visit-draft.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import { listMyVisits, type MyVisit } from '../../contract/inspections.ts';
import { RevisitHint } from '../verification/revisit-hint.tsx';

/** What an inspector has to do, round by round; done visits below with their scores. */
export function MyVisitsPage() {
  const say = useWords();
  const list = useQuery({
    queryKey: [listMyVisits.name],
    queryFn: () => call(listMyVisits),
  });
  const visits = list.data?.visits ?? [];
  const toDo = visits.filter((visit) => visit.inspection === null);
  const done = visits.filter((visit) => visit.inspection !== null);
  return (
    <div style={{ maxWidth: 880, fontSize: 16 }}>
      <h1 className="page-title">{say('visits.title')}</h1>
      <RevisitHint />
      {list.data && (
        <p style={{ color: colours.second }}>
          {say('visits.counts', { toDo: list.data.toDo, done: list.data.done })}
        </p>
      )}
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Skeleton active />}
      {list.data && visits.length === 0 && <Empty description={say('visits.empty')} />}
      {list.data && visits.length > 0 && toDo.length === 0 && <p>{say('visits.allDone')}</p>}
      {roundsOf(toDo).map(({ round, visits: own }) => (
        <section key={round.id} aria-labelledby={`round-${round.id}`}>
          <RoundHeading round={round} count={own.length} />
          <VisitList visits={own} />
        </section>
      ))}
      {done.length > 0 && (
        <details style={{ marginBlockStart: 24 }}>
          <summary style={{ minHeight: 44, cursor: 'pointer' }}>
            {say('visits.doneCount', { count: done.length })}
          </summary>
          <VisitList visits={done} />
        </details>
      )}
    </div>
  );
}

function RoundHeading({ round, count }: { round: MyVisit['round']; count: number }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <h2 id={`round-${round.id}`} style={{ fontSize: 16, marginBlock: '16px 8px' }}>
      {say('visits.roundHeading', { round: round.name, count, day: formatDay(round.endsOn, locale) })}
    </h2>
  );
}

function VisitList({ visits }: { visits: readonly MyVisit[] }) {
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
      {visits.map((visit) => (
        <li key={visit.id}>
          <VisitRow visit={visit} />
        </li>
      ))}
    </ul>
  );
}

const row = {
  display: 'flex',
  justifyContent: 'space-between',
  alignItems: 'center',
  gap: 12,
  minHeight: 56,
  padding: '10px 12px',
  background: colours.panel,
  color: colours.ink,
  borderBlockEnd: `1px solid ${colours.line}`,
} as const;

function VisitRow({ visit }: { visit: MyVisit }) {
  const say = useWords();
  const localName = useLocalName();
  const { site, inspection } = visit;
  const facts = [
    localName({ name: site.siteTypeName, nameEn: site.siteTypeNameEn }),
    site.unitName,
    site.address,
  ];
  const what = (
    <span>
      <strong>{site.name}</strong>
      <br />
      <span style={{ color: colours.second, fontSize: 14 }}>{facts.filter(Boolean).join(' · ')}</span>
    </span>
  );
  if (inspection) {
    return (
      <Link to="/inspections/$id" params={{ id: inspection.id }} style={row}>
        {what}
        <span style={{ textAlign: 'end', whiteSpace: 'nowrap' }}>
          {inspection.isScored ? inspection.score : say('rounds.unscored')}
          <br />
          <span style={{ color: colours.second, fontSize: 14 }}>
            {say('visits.problemsFound', { count: inspection.problems })}
          </span>
        </span>
      </Link>
    );
  }
  return (
    <Link to="/visits/$id" params={{ id: visit.id }} style={row}>
      {what}
      <DraftState visit={visit} />
    </Link>
  );
}

function DraftState({ visit }: { visit: MyVisit }) {
  const say = useWords();
  const personId = useSession().person?.id ?? '';
  const draft = readDraft(localStorage, draftKey(personId, visit.id));
  const answered = Object.values(draft?.answers ?? {}).filter((answer) => answer.value !== null).length;
  return (
    <span style={{ whiteSpace: 'nowrap', color: answered > 0 ? colours.soon : colours.second, fontSize: 14 }}>
      {answered > 0
        ? say('visits.draft', { answered, items: visit.items })
        : say('visits.itemCount', { items: visit.items })}
    </span>
  );
}

function roundsOf(visits: readonly MyVisit[]) {
  const rounds = new Map<string, { round: MyVisit['round']; visits: MyVisit[] }>();
  for (const visit of visits) {
    const known = rounds.get(visit.round.id) ?? { round: visit.round, visits: [] };
    known.visits.push(visit);
    rounds.set(visit.round.id, known);
  }
  return [...rounds.values()];
}
