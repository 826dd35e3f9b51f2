import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Flex, Grid, Skeleton } from 'antd';
import { useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useWords } from '../../client/words.tsx';
import { getSite } from '../../contract/sites.ts';
import { sitePath } from './site-address.ts';
import { SiteFacts } from './site-facts.tsx';

/** The facts of one site. */
export function useSite(id: string) {
  return useQuery({
    queryKey: [getSite.name, id],
    queryFn: () => call(getSite, { params: { id } }),
    enabled: id !== '',
  });
}

/** The site beside list or map; both keep their place. */
export function SiteSheet(props: { id: string | null; onClose: () => void; onEdit: (id: string) => void }) {
  const { id, onClose, onEdit } = props;
  const say = useWords();
  const go = useGo();
  const { md } = Grid.useBreakpoint();
  const site = useSite(id ?? '');
  return (
    <Drawer
      open={id !== null}
      onClose={onClose}
      size={md ? 560 : '100%'}
      title={site.data?.name ?? say('sites.title')}
      extra={
        id !== null && (
          <Flex gap={8}>
            {site.data?.may.edit && site.data.state === 'active' && (
              <Button size="small" onClick={() => onEdit(id)}>
                {say('common.edit')}
              </Button>
            )}
            <Button size="small" onClick={() => go(sitePath(id))}>
              {say('sites.open')}
            </Button>
          </Flex>
        )
      }
    >
      <RefusalAlert error={site.error} retry={() => void site.refetch()} />
      {site.isPending && id !== null && <Skeleton active />}
      {site.data && id !== null && <SiteFacts site={site.data} />}
    </Drawer>
  );
}
