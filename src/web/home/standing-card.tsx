import { useQuery } from '@tanstack/react-query';
import { Card } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useSession } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { getRanking, listRankings } from '../../contract/rankings.ts';
import { Pennant } from '../rankings/pennant.tsx';

/** Rank and score of the person's own units in the newest published ranking. */
export function StandingCard() {
  const say = useWords();
  const { person } = useSession();
  const mine = new Set(person?.grants.map((grant) => grant.unitId));
  const latest = useQuery({
    queryKey: [listRankings.name, 'latest'],
    queryFn: () => call(listRankings, { query: { state: 'published', limit: 1 } }),
  });
  const summary = latest.data?.rankings[0];
  const ranking = useQuery({
    queryKey: [getRanking.name, summary?.id],
    queryFn: () => call(getRanking, { params: { id: summary?.id ?? '' } }),
    enabled: summary !== undefined,
  });
  const rows = (ranking.data?.groups ?? []).flatMap((group) =>
    group.units
      .filter((unit) => unit.unitId !== null && mine.has(unit.unitId))
      .map((unit) => ({
        group: group.name,
        of: group.units.filter((other) => other.rank !== null).length,
        unit,
      })),
  );
  const city = person?.grants.some((grant) => !grant.unitPath.includes('.')) ?? false;
  const flagged = (ranking.data?.groups ?? []).flatMap((group) =>
    group.units.flatMap((unit) => (unit.flag === null ? [] : [{ group: group.name, unit, flag: unit.flag }])),
  );
  return (
    <Card size="small" title={say(city ? 'home.flags' : 'home.standing')}>
      <RefusalAlert error={latest.error ?? ranking.error} />
      {rows.map(({ group, of, unit }) => (
        <p key={`${group} ${unit.key}`} className="desk-fact">
          {unit.rank === null
            ? say('home.notRanked', { group })
            : say('home.rankOf', { group, rank: unit.rank, of })}
          {unit.flag && <Pennant flag={unit.flag} />}
          {unit.score !== null && (
            <span className="desk-place"> {say('home.scored', { score: unit.score })}</span>
          )}
        </p>
      ))}
      {city &&
        flagged.map(({ group, unit, flag }) => (
          <p key={`${group} ${unit.key}`} className="desk-fact">
            <Pennant flag={flag} /> {unit.name}
            <span className="desk-place"> · {group}</span>
          </p>
        ))}
      {latest.data && !city && (summary === undefined || (ranking.data && rows.length === 0)) && (
        <p className="desk-fact">{say('home.noRanking')}</p>
      )}
      {summary && <HouseLink to={`/rankings/${summary.id}`}>{summary.title}</HouseLink>}
    </Card>
  );
}
