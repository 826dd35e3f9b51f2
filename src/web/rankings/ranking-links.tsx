import { Flex } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { useWords } from '../../client/words.tsx';

export const rankingsPath = '/rankings';
export const schemesPath = '/schemes';
export const flagsPath = '/flags';

/** Rankings, flags and schemes belong together; one line leads between them. */
export function RankingsNav({ here }: { here: 'rankings' | 'flags' | 'schemes' }) {
  const say = useWords();
  const places = [
    ['rankings', rankingsPath],
    ['flags', flagsPath],
    ['schemes', schemesPath],
  ] as const;
  return (
    <nav aria-label={say('rankings.navigation')} className="no-print">
      <Flex gap={16} wrap>
        {places.map(([name, path]) =>
          name === here ? (
            <strong key={name} aria-current="page">
              {say(`rankings.nav.${name}`)}
            </strong>
          ) : (
            <HouseLink key={name} to={path}>
              {say(`rankings.nav.${name}`)}
            </HouseLink>
          ),
        )}
      </Flex>
    </nav>
  );
}
