import { Tabs } from 'antd';
import { useGo } from '../../client/address.tsx';
import { useMay } from '../../client/session.tsx';
import { useWords } from '../../client/words.tsx';

/** Pages of revisits and recurrence, by the key of their tab. */
export const verificationPaths = {
  rounds: '/revisits',
  mine: '/revisits/mine',
  results: '/revisits/results',
  recurrence: '/revisits/recurrence',
} as const;

export type VerificationPage = keyof typeof verificationPaths;

/** The heading that these pages share, and the way from one to another. */
export function VerificationTabs({ active }: { active: VerificationPage }) {
  const say = useWords();
  const go = useGo();
  const mayInspect = useMay('inspection.submit');
  const maySeeRounds = useMay('round.view');
  const keys = (Object.keys(verificationPaths) as VerificationPage[]).filter(
    (key) => (key !== 'mine' || mayInspect) && (key === 'recurrence' || maySeeRounds),
  );
  return (
    <>
      <h1 className="page-title">{say('revisits.title')}</h1>
      <Tabs
        activeKey={active}
        onChange={(key) => go(verificationPaths[key as VerificationPage])}
        items={keys.map((key) => ({ key, label: say(`revisits.tab.${key}`) }))}
      />
    </>
  );
}
