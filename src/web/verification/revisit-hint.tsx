import { useQuery } from '@tanstack/react-query';
import { Alert } from 'antd';
import { HouseLink } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';
import { listMyRevisits } from '../../contract/revisits.ts';
import { verificationPaths } from './verification-tabs.tsx';

/** Above an inspector's visits: that fixes wait to be looked at again; nothing where none does. */
export function RevisitHint() {
  const say = useWords();
  const mayInspect = useMay('inspection.submit');
  const mine = useQuery({
    queryKey: [listMyRevisits.name, 'count'],
    queryFn: () => call(listMyRevisits, { query: { limit: 1 } }),
    enabled: mayInspect,
  });
  const open = mine.data?.counts.open ?? 0;
  if (open === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      style={{ marginBlockEnd: 12 }}
      title={
        <HouseLink to={verificationPaths.mine}>
          {say('revisits.title')}: {say('revisits.mine.open', { count: open })}
        </HouseLink>
      }
    />
  );
}
