import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useEffect } from 'react';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import { findRecurrences } from '../../contract/recurrence.ts';
import { EarlierProblem } from './earlier-problem.tsx';

/**
 * Asks "the same again?" while a problem is being raised, once site and category are known and there is
 * something to ask about. `value`: the earlier problem that it is, null where none was chosen.
 */
export function RecurrenceQuestion(props: {
  siteId: string | null;
  categoryKey: string;
  value: string | null;
  onChange: (earlierId: string | null) => void;
}) {
  const say = useWords();
  const { siteId, categoryKey, value, onChange } = props;
  const isKnown = siteId !== null && categoryKey !== '';
  const found = useQuery({
    queryKey: [findRecurrences.name, siteId, categoryKey],
    queryFn: () => call(findRecurrences, { query: { siteId: siteId ?? '', categoryKey } }),
    enabled: isKnown,
  });
  const suggestions = isKnown ? (found.data?.suggestions ?? []) : [];
  const chosen = suggestions.find(({ id }) => id === value);
  const isLost = value !== null && isKnown && found.data !== undefined && !chosen;
  // an answer belongs to its site and category; another place makes it another question
  useEffect(() => {
    if (isLost || (value !== null && !isKnown)) onChange(null);
  }, [isLost, isKnown, value, onChange]);
  if (suggestions.length === 0) return null;
  if (chosen) {
    return (
      <Alert
        type="warning"
        showIcon
        role="status"
        title={say('recurrence.chosen', { number: chosen.number, times: chosen.times })}
        action={
          <Button size="small" onClick={() => onChange(null)}>
            {say('recurrence.change')}
          </Button>
        }
      />
    );
  }
  return (
    <section aria-label={say('recurrence.ask')}>
      <strong>{say('recurrence.ask')}</strong>
      <div>{say('recurrence.askHint', { days: found.data?.windowDays ?? 0 })}</div>
      <ul style={{ listStyle: 'none', margin: '8px 0 0', padding: 0 }}>
        {suggestions.map((earlier) => (
          <EarlierProblem key={earlier.id} earlier={earlier}>
            <Button size="small" onClick={() => onChange(earlier.id)}>
              {say('recurrence.same')}
            </Button>
          </EarlierProblem>
        ))}
      </ul>
    </section>
  );
}
