import { Link } from '@tanstack/react-router';
import { Tag } from 'antd';
import { formatInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { InspectionReceipt, InspectionView } from '../../contract/inspections.ts';

type Scored = Pick<
  InspectionReceipt | InspectionView,
  | 'isScored'
  | 'unscoredReason'
  | 'score'
  | 'uncappedScore'
  | 'vetoFailed'
  | 'vetoedItems'
  | 'applicableWeight'
  | 'totalWeight'
>;

/** The score in large figures, with what the veto rule took. */
export function ScoreLine({ scored }: { scored: Scored }) {
  const say = useWords();
  return (
    <div>
      {scored.isScored ? (
        <>
          <span style={{ fontSize: 40, fontVariantNumeric: 'tabular-nums' }}>{scored.score}</span>{' '}
          {say('visits.points')}
        </>
      ) : (
        <strong>
          {say(`inspections.unscored.${scored.unscoredReason ?? 'nothing-applicable'}`, {
            applicable: scored.applicableWeight,
            total: scored.totalWeight,
          })}
        </strong>
      )}
      {scored.vetoFailed && (
        <p style={{ color: colours.overdue, margin: 0 }}>
          ■ {say('inspections.vetoed', { items: scored.vetoedItems.join('、') })}
          {scored.isScored && ` · ${say('inspections.uncapped')} ${scored.uncappedScore}`}
        </p>
      )}
    </div>
  );
}

/** What became of the visit: the score, and each problem with its unit and deadline. */
export function VisitResult({
  receipt,
  nextVisitId,
}: {
  receipt: InspectionReceipt;
  nextVisitId: string | null;
}) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <div style={{ display: 'grid', gap: 16, maxWidth: 720, marginInline: 'auto' }}>
      <h1 style={{ fontSize: 22, margin: 0 }}>{say('visits.submitted', { site: receipt.siteName })}</h1>
      <p role="status" style={{ margin: 0 }}>
        {say('visits.safe', {
          time: formatInstant(receipt.receivedAt, locale),
          photos: receipt.photos.length,
        })}
      </p>
      <ScoreLine scored={receipt} />
      <h2 style={{ fontSize: 16, margin: 0 }}>
        {say('visits.problemsRaised', { count: receipt.problems.length })}
      </h2>
      {receipt.problems.length === 0 && <p style={{ margin: 0 }}>{say('visits.noProblems')}</p>}
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {receipt.problems.map((problem) => (
          <li key={problem.id} style={{ padding: '10px 0', borderBlockEnd: `1px solid ${colours.line}` }}>
            <strong>
              {say('visits.problemNumber', { number: problem.number })} {problem.title}
            </strong>{' '}
            {problem.severity === 'high' && <Tag color="red">{say('problems.severity.high')}</Tag>}
            <br />
            <span style={{ color: colours.second }}>
              {problem.unitName === null
                ? say('visits.noUnit')
                : say('visits.dispatchedTo', {
                    unit: problem.unitName,
                    deadline: problem.deadlineAt ? formatInstant(problem.deadlineAt, locale) : '—',
                  })}
            </span>
          </li>
        ))}
      </ul>
      <nav aria-label={say('common.actions')} style={{ display: 'grid', gap: 12 }}>
        {nextVisitId && (
          <Link to="/visits/$id" params={{ id: nextVisitId }} style={wide(true)}>
            {say('visits.nextSite')}
          </Link>
        )}
        <Link to="/visits" style={wide(false)}>
          {say('visits.backToList')}
        </Link>
        <Link to="/inspections/$id" params={{ id: receipt.id }} style={wide(false)}>
          {say('visits.seeRecord')}
        </Link>
      </nav>
    </div>
  );
}

function wide(isMain: boolean) {
  return {
    display: 'grid',
    placeItems: 'center',
    minHeight: 48,
    borderRadius: 4,
    border: `1px solid ${isMain ? colours.accent : colours.line}`,
    background: isMain ? colours.accent : colours.panel,
    color: isMain ? colours.panel : colours.accent,
  } as const;
}
