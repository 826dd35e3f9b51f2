import { useNavigate, useParams } from '@tanstack/react-router';
import { Flex } from 'antd';
import { type ReactNode, useCallback } from 'react';
import { useWords } from '../../client/words.tsx';

export const rankingsPath = '/rankings';
export const schemesPath = '/schemes';
export const flagsPath = '/flags';

// The router's own types know every page of the house; a page here only goes to an address.
type Navigate = (to: { to: string }) => Promise<void>;

/** Goes to another page of the house. */
export function useGo(): (to: string) => void {
  const navigate = useNavigate() as unknown as Navigate;
  return useCallback((to) => void navigate({ to }), [navigate]);
}

/** The `id` of the address. */
export function useIdParam(): string {
  const params = useParams({ strict: false }) as { id?: string };
  return params.id ?? '';
}

/** A link inside the house: opened here by a click, in a new tab by ctrl-click. */
export function HouseLink({ to, children }: { to: string; children: ReactNode }) {
  const go = useGo();
  return (
    <a
      href={to}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        go(to);
      }}
    >
      {children}
    </a>
  );
}

/** Rankings, flags and schemes belong together; one line leads between them. */
export function RankingsNav({ here }: { here: 'rankings' | 'flags' | 'schemes' }) {
  const say = useWords();
  const places = [
    ['rankings', rankingsPath],
    ['flags', flagsPath],
    ['schemes', schemesPath],
  ] as const;
  return (
    <nav aria-label={say('rankings.navigation')} className="rankings-no-print">
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
