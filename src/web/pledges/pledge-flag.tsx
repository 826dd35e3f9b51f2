import { HouseLink } from '../../client/address.tsx';
import { formatDay } from '../../client/format.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { PledgePage } from '../../contract/pledges.ts';
import { Pennant } from '../rankings/pennant.tsx';

/** The flag that asked for a pledge, with the ranking it came from. */
export function PledgeFlag({ flag }: { flag: NonNullable<PledgePage['flag']> }) {
  const say = useWords();
  const { locale } = useLocale();
  return (
    <span>
      {say('pledges.flag')}：<Pennant flag={flag.colour} />{' '}
      <HouseLink to={`/rankings/${flag.rankingId}`}>{flag.rankingTitle}</HouseLink> · {flag.groupName} ·{' '}
      {formatDay(flag.awardedOn, locale)}
    </span>
  );
}
