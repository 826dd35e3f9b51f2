import type { Verb } from '../domain/access/verbs.ts';
import type { WordKey } from '../text/zh-CN.ts';

/** A page of the navigation. */
export interface Place {
  readonly path: string;
  readonly words: WordKey;
  /** Shown to whoever holds it anywhere. */
  readonly verb?: Verb;
  /** Other addresses that belong to this place. */
  readonly also?: readonly string[];
}

/** Places of one kind of work; `words` null: they stand above all headings. */
export interface PlaceGroup {
  readonly words: WordKey | null;
  readonly places: readonly Place[];
}

/** The navigation, by what people do; everybody sees the part that his roles have to do with. */
export const placeGroups: readonly PlaceGroup[] = [
  {
    words: null,
    places: [
      { path: '/', words: 'nav.home' },
      { path: '/visits', words: 'nav.visits', verb: 'inspection.submit' },
    ],
  },
  {
    words: 'nav.group.ledger',
    places: [
      { path: '/ledger', words: 'nav.ledger', verb: 'problem.view', also: ['/worst'] },
      { path: '/orders', words: 'nav.orders', verb: 'problem.view' },
      { path: '/sweeps', words: 'nav.sweeps', verb: 'problem.view' },
      { path: '/revisits', words: 'nav.revisits', verb: 'round.view' },
      { path: '/vacancies', words: 'nav.vacancies', verb: 'site.view' },
      { path: '/statistics', words: 'nav.statistics', verb: 'ranking.view' },
    ],
  },
  {
    words: 'nav.group.inspecting',
    places: [
      { path: '/rounds', words: 'nav.rounds', verb: 'round.view', also: ['/inspections'] },
      { path: '/sites', words: 'nav.sites', verb: 'site.view' },
      { path: '/standards', words: 'nav.standards', verb: 'standard.view' },
    ],
  },
  {
    words: 'nav.group.evaluation',
    places: [
      { path: '/rankings', words: 'nav.rankings', verb: 'ranking.view', also: ['/flags', '/schemes'] },
      { path: '/pledges', words: 'nav.pledges', verb: 'pledge.view' },
    ],
  },
  {
    words: 'nav.group.running',
    places: [
      { path: '/units', words: 'nav.units', verb: 'unit.view' },
      { path: '/routing', words: 'nav.routing', verb: 'ledger.configure' },
      { path: '/settings', words: 'nav.settings', verb: 'ledger.configure' },
      { path: '/proof', words: 'nav.proof', verb: 'ranking.view' },
      { path: '/burden', words: 'nav.burden', verb: 'ledger.configure' },
    ],
  },
];

/** The groups with what these verbs open; empty groups fall away. */
export function placesOf(verbs: readonly Verb[]): readonly PlaceGroup[] {
  return placeGroups
    .map(({ words, places }) => ({
      words,
      places: places.filter(({ verb }) => verb === undefined || verbs.includes(verb)),
    }))
    .filter(({ places }) => places.length > 0);
}

/** The place that an address belongs to; the home page where it belongs to none. */
export function placeAt(groups: readonly PlaceGroup[], pathname: string): string {
  const all = groups.flatMap(({ places }) => places);
  const found = all.find(({ path, also = [] }) =>
    [path, ...also].some((own) => (own === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${own}/`))),
  );
  return found?.path ?? '/';
}
