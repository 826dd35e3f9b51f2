import { useQuery } from '@tanstack/react-query';
import { type AddressSearch, HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import type { WorkList } from '../../contract/problems.ts';
import { listWorkLists } from '../../contract/work-lists.ts';
import { ledgerPath } from '../ledger/ledger-address.ts';
import './work-lists.css';

/** Address of a work list; closed problems have no deadline to sort by. */
export function addressOfList(list: WorkList): AddressSearch {
  return list === 'duplicates' ? { list } : { list, sort: 'worst' };
}

/** The lists of the person's roles above the ledger, each with how much stands on it. */
export function WorkListTabs({ search }: { search: AddressSearch }) {
  const say = useWords();
  const lists = useQuery({ queryKey: [listWorkLists.name], queryFn: () => call(listWorkLists) });
  return (
    <nav aria-label={say('workLists.title')} className="work-lists no-print">
      <Tab search={{}} isHere={search.list === undefined} label={say('workLists.all')} />
      {lists.data?.lists.map(({ list, count }) => (
        <Tab
          key={list}
          search={addressOfList(list)}
          isHere={search.list === list}
          label={say(`workLists.list.${list}`)}
          count={count}
        />
      ))}
      <RefusalAlert error={lists.error} />
    </nav>
  );
}

function Tab(props: { search: AddressSearch; isHere: boolean; label: string; count?: number }) {
  const { search, isHere, label, count } = props;
  return (
    <span className={isHere ? 'work-list work-list-here' : 'work-list'} data-empty={count === 0}>
      <HouseLink to={ledgerPath} search={search} isCurrent={isHere}>
        {label}
        {count !== undefined && <span className="work-list-count"> {count}</span>}
      </HouseLink>
    </span>
  );
}
