import { useQuery } from '@tanstack/react-query';
import { Flex, Image, Skeleton } from 'antd';
import { HouseLink, useIdParam } from '../../client/address.tsx';
import { addressOf, call } from '../../client/api.ts';
import { formatDay, formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import { getPhoto } from '../../contract/photos.ts';
import { getRevisit, type RevisitView } from '../../contract/revisits.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { problemPath } from '../ledger/ledger-address.ts';
import { RevisitBadge } from './revisit-badges.tsx';
import { RevisitForm } from './revisit-form.tsx';
import { verificationPaths } from './verification-tabs.tsx';

/** One fix to look at again: what it was, what it should look like, and the answer. */
export function RevisitPage() {
  const id = useIdParam();
  const revisit = useQuery({
    queryKey: [getRevisit.name, id],
    queryFn: () => call(getRevisit, { params: { id } }),
  });
  if (revisit.error) return <RefusalAlert error={revisit.error} retry={() => void revisit.refetch()} />;
  if (!revisit.data) return <Skeleton active />;
  return <Content key={id} revisit={revisit.data} />;
}

function Content({ revisit }: { revisit: RevisitView }) {
  const say = useWords();
  const { locale } = useLocale();
  const { problem, unit } = revisit;
  return (
    <Flex vertical gap={16} style={{ maxWidth: 880, fontSize: 16 }}>
      <div>
        <HouseLink to={revisit.mayAnswer ? verificationPaths.mine : `/revisits/rounds/${revisit.roundId}`}>
          {revisit.mayAnswer ? say('revisits.visit.back') : revisit.roundName}
        </HouseLink>
        <h1 className="page-title" style={{ marginBlock: 4, overflowWrap: 'anywhere' }}>
          {problem.placeName}
        </h1>
        <div style={{ overflowWrap: 'anywhere' }}>
          <HouseLink to={problemPath(problem.id)}>{`${problem.number} ${problem.title}`}</HouseLink>
        </div>
        {revisit.description && <p style={{ overflowWrap: 'anywhere' }}>{revisit.description}</p>}
        <div style={{ color: colours.second }}>
          {unit.name}
          {problem.struckOffAt &&
            ` · ${say('revisits.visit.struckOff', { day: formatDay(cityDay(problem.struckOffAt), locale) })}`}
        </div>
      </div>
      <Photos revisit={revisit} />
      {revisit.mayAnswer ? <RevisitForm revisit={revisit} /> : <Answer revisit={revisit} />}
    </Flex>
  );
}

const purposes = [
  ['finding', 'revisits.visit.before'],
  ['after', 'revisits.visit.after'],
  ['verification', 'revisits.visit.verification'],
] as const;

function Photos({ revisit }: { revisit: RevisitView }) {
  const say = useWords();
  const shown = purposes.filter(([purpose]) => revisit.photos.some((photo) => photo.purpose === purpose));
  if (shown.length === 0) return <p style={{ color: colours.hint }}>{say('revisits.visit.noPhotos')}</p>;
  return (
    <Image.PreviewGroup>
      <div
        style={{
          display: 'grid',
          gap: 12,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(150px, 100%), 1fr))',
        }}
      >
        {shown.map(([purpose, word]) => (
          <div key={purpose}>
            <h2 style={{ fontSize: 14, margin: '0 0 4px' }}>{say(word)}</h2>
            <Flex wrap gap={8}>
              {revisit.photos
                .filter((photo) => photo.purpose === purpose)
                .map(({ id, sha256 }) => (
                  <Image
                    key={id}
                    width={140}
                    src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
                    preview={{ src: addressOf(getPhoto, { sha256 }, { size: 'large' }) }}
                    alt={say(word)}
                  />
                ))}
            </Flex>
          </div>
        ))}
      </div>
    </Image.PreviewGroup>
  );
}

function Answer({ revisit }: { revisit: RevisitView }) {
  const say = useWords();
  const { locale } = useLocale();
  const { finding, consequence, reason, doneAt, inspector, raisedProblemId } = revisit;
  return (
    <section aria-label={say('revisits.result')} style={{ background: colours.panel, padding: 12 }}>
      <RevisitBadge state={revisit.state} />
      {inspector && <span style={{ color: colours.second }}>{` · ${inspector.name}`}</span>}
      {doneAt && <span style={{ color: colours.second }}>{` · ${formatInstant(doneAt, locale)}`}</span>}
      {finding && <p>{say(`revisits.finding.${finding}`)}</p>}
      {consequence && <p>{say(`revisits.consequence.${consequence}`)}</p>}
      {reason && <p style={{ overflowWrap: 'anywhere' }}>{reason}</p>}
      {raisedProblemId && (
        <HouseLink to={problemPath(raisedProblemId)}>{say('revisits.visit.toRaised')}</HouseLink>
      )}
    </section>
  );
}
