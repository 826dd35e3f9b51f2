import { Flex, Image } from 'antd';
import type { ReactNode } from 'react';
import { HouseLink } from '../../client/address.tsx';
import { addressOf } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getPhoto } from '../../contract/photos.ts';
import type { PossibleRecurrence } from '../../contract/recurrence.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { problemPath } from '../ledger/ledger-address.ts';

/** Most pictures shown of an earlier problem; its page has the rest. */
const mostPictures = 4;

/** An earlier problem as the question "the same again?" shows it: pictures, who struck it off, and when. */
export function EarlierProblem({ earlier, children }: { earlier: PossibleRecurrence; children?: ReactNode }) {
  const say = useWords();
  const { locale } = useLocale();
  const day = earlier.struckOffAt ? formatDay(cityDay(earlier.struckOffAt), locale) : '';
  return (
    <li style={{ borderBlockStart: `1px solid ${colours.line}`, paddingBlock: 8 }}>
      <Flex gap={8} wrap align="center">
        <HouseLink to={problemPath(earlier.id)}>{`${earlier.number} ${earlier.title}`}</HouseLink>
        <span style={{ color: colours.second }}>
          {earlier.struckOffBy
            ? say('recurrence.struckOff', { name: earlier.struckOffBy.name, day })
            : say('recurrence.struckOffUnknown', { day })}
          {earlier.unit && ` · ${earlier.unit.name}`}
        </span>
      </Flex>
      {earlier.photos.length > 0 && (
        <Flex gap={8} wrap style={{ marginBlock: 8 }}>
          {earlier.photos.slice(-mostPictures).map(({ id, sha256 }) => (
            <Image
              key={id}
              width={96}
              src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
              preview={{ src: addressOf(getPhoto, { sha256 }, { size: 'large' }) }}
              alt={say('recurrence.earlier', { number: earlier.number })}
            />
          ))}
        </Flex>
      )}
      <Flex gap={8} wrap align="center">
        {children}
        <span style={{ color: colours.second }}>{say('recurrence.wouldBe', { times: earlier.times })}</span>
      </Flex>
    </li>
  );
}
