import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { Button } from 'antd';
import { useWords } from './words.tsx';

/**
 * A list that the server hands out page by page. `nextOf`: where the page after this one begins, null after
 * the last; `data` are the pages so far. `keepsPrevious`: the old lines stay until the newly filtered ones are there.
 */
export function usePages<Page>(list: {
  readonly key: readonly unknown[];
  readonly load: (cursor: string | undefined) => Promise<Page>;
  readonly nextOf: (page: Page) => string | null;
  readonly keepsPrevious?: boolean;
}) {
  return useInfiniteQuery({
    // its own shape of data must not meet a single answer under the same key
    queryKey: [...list.key, 'pages'],
    queryFn: ({ pageParam }) => list.load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: list.nextOf,
    select: pagesOf,
    ...(list.keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  });
}

function pagesOf<Page>(data: InfiniteData<Page>): readonly Page[] {
  return data.pages;
}

/** Asks for the next page; nothing where the list is at its end. */
export function MorePages({
  of,
}: {
  of: Pick<UseInfiniteQueryResult, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>;
}) {
  const say = useWords();
  if (!of.hasNextPage) return null;
  return (
    <Button loading={of.isFetchingNextPage} onClick={() => void of.fetchNextPage()}>
      {say('common.more')}
    </Button>
  );
}
