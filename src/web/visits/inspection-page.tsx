import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { Alert, Descriptions, Image, Skeleton, Table, type TableColumnsType, Tag } from 'antd';
import { addressOf, call } from '../../client/api.ts';
import { formatInstant } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useLocalName, useWords } from '../../client/words.tsx';
import { getInspection, type InspectionView } from '../../contract/inspections.ts';
import { getPhoto } from '../../contract/photos.ts';
import type { WordKey } from '../../text/zh-CN.ts';
import { ScoreLine } from './visit-result.tsx';

/** One inspection on record: score, facts of the visit, every answer with its evidence and its problem. */
export function InspectionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const inspection = useQuery({
    queryKey: [getInspection.name, id],
    queryFn: () => call(getInspection, { params: { id } }),
  });
  if (inspection.error) {
    return <RefusalAlert error={inspection.error} retry={() => void inspection.refetch()} />;
  }
  if (!inspection.data) return <Skeleton active />;
  return <InspectionContent inspection={inspection.data} />;
}

function InspectionContent({ inspection }: { inspection: InspectionView }) {
  const say = useWords();
  const { locale } = useLocale();
  const localName = useLocalName();
  const { site, position } = inspection;
  const place = position
    ? say('visits.positionFact', {
        lat: position.lat.toFixed(5),
        lon: position.lon.toFixed(5),
        accuracy: position.accuracyM === null ? '—' : Math.round(position.accuracyM),
      })
    : say('visits.noPositionFact', { reason: inspection.noFixReason ?? '—' });
  const facts = [
    [
      say('rounds.title'),
      <Link key="r" to="/rounds/$id" params={{ id: inspection.round.id }}>
        {inspection.round.name}
      </Link>,
    ],
    [say('rounds.unit'), site.unitName],
    [say('rounds.siteType'), localName({ name: site.siteTypeName, nameEn: site.siteTypeNameEn })],
    [say('rounds.inspector'), inspection.inspector.name],
    [
      say('rounds.finishedAt'),
      say('rounds.span', {
        from: formatInstant(inspection.startedAt, locale),
        to: formatInstant(inspection.finishedAt, locale),
      }),
    ],
    [say('visits.receivedAt'), formatInstant(inspection.receivedAt, locale)],
    [say('visits.positionTitle'), place],
    [
      say('visits.distance'),
      inspection.distanceM === null
        ? '—'
        : say('visits.metres', { metres: Math.round(inspection.distanceM) }),
    ],
    [say('visits.wholeNote'), inspection.note || '—'],
  ] as const;
  return (
    <>
      <h1 className="page-title">{say('visits.recordOf', { site: site.name })}</h1>
      {inspection.awaitsPhotos > 0 && (
        <Alert
          type="warning"
          showIcon
          title={say('inspections.awaits', { count: inspection.awaitsPhotos })}
        />
      )}
      <ScoreLine scored={inspection} />
      <Descriptions
        column={{ xs: 1, md: 2, xl: 3 }}
        size="small"
        items={facts.map(([label, children]) => ({ key: label, label, children }))}
        style={{ marginBlock: 16 }}
      />
      <AnswersTable answers={inspection.answers} />
      <p style={{ color: colours.hint, fontSize: 12, overflowWrap: 'anywhere' }}>
        {say('visits.hash', { hash: inspection.eventHash })}
      </p>
    </>
  );
}

type AnswerRow = InspectionView['answers'][number];

function AnswersTable({ answers }: { answers: readonly AnswerRow[] }) {
  const say = useWords();
  const localName = useLocalName();
  const columns: TableColumnsType<AnswerRow> = [
    {
      title: say('visits.item'),
      key: 'item',
      width: 320,
      render: (_, { item }) => (
        <>
          {localName({ name: item.title, nameEn: item.titleEn })}{' '}
          <span style={{ color: colours.hint }}>{item.code}</span>{' '}
          {item.veto && <Tag color="red">{say('visits.veto')}</Tag>}
        </>
      ),
    },
    {
      title: say('visits.answer'),
      key: 'answer',
      width: 110,
      render: (_, { value, defects, vetoed }) => (
        <span style={{ color: vetoed ? colours.overdue : undefined }}>
          {vetoed && '■ '}
          {say(`inspections.answer.${value}`, { defects: defects ?? 0 })}
        </span>
      ),
    },
    {
      title: say('visits.earned'),
      key: 'earned',
      width: 110,
      align: 'right',
      render: (_, { earned, item }) => (earned === null ? '—' : `${earned} / ${Number(item.weight)}`),
    },
    { title: say('visits.note'), dataIndex: 'note', width: 220 },
    {
      title: say('visits.photos'),
      key: 'photos',
      width: 200,
      render: (_, { photos, item }) => <Photos photos={photos} name={item.code} />,
    },
    {
      title: say('rounds.problems'),
      key: 'problem',
      width: 220,
      render: (_, { problem }) =>
        problem && (
          <Link to="/ledger/$id" params={{ id: problem.id }}>
            {say('visits.problemNumber', { number: problem.number })}{' '}
            {say(`problems.state.${problem.state}` as WordKey)}
            {problem.unitName && ` · ${problem.unitName}`}
          </Link>
        ),
    },
  ];
  return (
    <Table
      rowKey={(row) => row.item.code}
      size="middle"
      columns={columns}
      dataSource={[...answers]}
      pagination={false}
      scroll={{ x: 1180 }}
      footer={() => say('common.counted', { count: answers.length })}
    />
  );
}

function Photos({ photos, name }: { photos: AnswerRow['photos']; name: string }) {
  const say = useWords();
  return (
    <Image.PreviewGroup>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 4 }}>
        {photos.map(({ id, sha256 }, index) => (
          <Image
            key={id}
            width={48}
            height={48}
            style={{ objectFit: 'cover' }}
            alt={say('visits.photoOf', { item: name, number: index + 1 })}
            src={addressOf(getPhoto, { sha256 }, { size: 'thumb' })}
            preview={{ src: addressOf(getPhoto, { sha256 }, { size: 'large' }) }}
          />
        ))}
      </div>
    </Image.PreviewGroup>
  );
}
