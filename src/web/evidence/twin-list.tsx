import { Button } from 'antd';
import { addressOf } from '../../client/api.ts';
import { formatShortInstant } from '../../client/format.ts';
import { colours } from '../../client/theme.ts';
import { type Say, useLocale, useWords } from '../../client/words.tsx';
import type { EvidenceTwin } from '../../contract/evidence.ts';
import { getPhoto } from '../../contract/photos.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import './evidence.css';

/** Photos that look like one, each to be laid beside it; one out of sight is only told of. */
export function TwinList(props: {
  twins: readonly EvidenceTwin[];
  onCompare: (twin: EvidenceTwin & { sha256: string }) => void;
}) {
  const say = useWords();
  const words = useTwinWords();
  return (
    <ul className="evidence-twins" aria-label={say('evidence.twin.list')}>
      {props.twins.map((twin, place) => {
        const { sha256 } = twin;
        const likeness = likenessOf(say, twin);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: hidden twins have nothing else to tell them apart
          <li key={`${sha256} ${place}`}>
            <strong>{likeness}</strong>
            {sha256 === null ? (
              <p style={{ color: colours.second }}>{say('evidence.twin.hidden')}</p>
            ) : (
              <>
                <img
                  src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
                  alt={words(twin)}
                  loading="lazy"
                />
                <p style={{ margin: '4px 0', color: colours.second }}>{words(twin)}</p>
                <Button
                  size="small"
                  aria-label={`${say('evidence.compare')} ${likeness}`}
                  onClick={() => props.onCompare({ ...twin, sha256 })}
                >
                  {say('evidence.compare')}
                </Button>{' '}
                {twin.use?.subjectKind === 'problem' && !twin.isSameProblem && (
                  <Button
                    size="small"
                    href={problemPath(twin.use.subjectId)}
                    target="_blank"
                    rel="noreferrer"
                  >
                    {say('evidence.twin.openProblem')}
                  </Button>
                )}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** How alike, and in which way. */
export function likenessOf(say: Say, { percent, view }: EvidenceTwin): string {
  const how = say(`evidence.view.${view}`);
  return view === 'same' ? how : `${say('evidence.twin.percent', { percent })} · ${how}`;
}

/** Where and when a twin serves. */
export function useTwinWords(): (twin: EvidenceTwin) => string {
  const say = useWords();
  const { locale } = useLocale();
  const time = (instant: string | null) => (instant === null ? '—' : formatShortInstant(instant, locale));
  return ({ use, receivedAt, isSameProblem }) => {
    if (!use) return say('evidence.twin.unused', { time: time(receivedAt) });
    const facts = { site: use.siteName ?? '—', time: time(use.usedAt) };
    if (use.problemNumber === null) return say('evidence.twin.usedInVisit', facts);
    const purpose = say(`evidence.purpose.${use.purpose}`);
    if (isSameProblem) return say('evidence.twin.ownUse', { purpose, time: time(use.usedAt) });
    return say('evidence.twin.usedIn', { ...facts, number: use.problemNumber, purpose });
  };
}
