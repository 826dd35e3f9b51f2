import { useQuery } from '@tanstack/react-query';
import { Button, Empty, Flex, Table, Typography } from 'antd';
import { HouseLink, useGo } from '../../client/address.tsx';
import { call } from '../../client/api.ts';
import { formatDay } from '../../client/format.ts';
import { RefusalAlert } from '../../client/refusal-alert.tsx';
import { useMay } from '../../client/session.tsx';
import { useLocale, useWords } from '../../client/words.tsx';
import { listSchemes, type SchemeSummary } from '../../contract/schemes.ts';
import { RankingsNav, schemesPath } from './ranking-links.tsx';
import './rankings.css';

/** All schemes, each with the days on which it holds and what rests on it. */
export function SchemesPage() {
  const say = useWords();
  const { locale } = useLocale();
  const go = useGo();
  const mayEdit = useMay('scheme.edit');
  const list = useQuery({ queryKey: [listSchemes.name], queryFn: () => call(listSchemes) });
  const validity = ({ validFrom, validTo }: SchemeSummary) =>
    validTo === null
      ? say('schemes.validSince', { from: formatDay(validFrom, locale) })
      : say('schemes.validUntil', { from: formatDay(validFrom, locale), to: formatDay(validTo, locale) });
  return (
    <Flex vertical gap={16}>
      <RankingsNav here="schemes" />
      <Flex wrap gap={12} justify="space-between" align="center">
        <Typography.Title level={1} style={{ fontSize: 22, margin: 0 }}>
          {say('rankings.nav.schemes')}
        </Typography.Title>
        {mayEdit && (
          <Button type="primary" className="no-print" onClick={() => go(`${schemesPath}/new`)}>
            {say('schemes.new')}
          </Button>
        )}
      </Flex>
      <RefusalAlert error={list.error} retry={() => void list.refetch()} />
      <Table<SchemeSummary>
        rowKey="id"
        size="middle"
        loading={list.isPending}
        dataSource={list.data?.schemes}
        pagination={false}
        scroll={{ x: 640 }}
        locale={{
          emptyText: (
            <Empty
              image={Empty.PRESENTED_IMAGE_SIMPLE}
              description={say(mayEdit ? 'schemes.emptyOffice' : 'schemes.empty')}
            />
          ),
        }}
        columns={[
          {
            title: say('common.name'),
            render: (_, scheme) => (
              <>
                <HouseLink to={`${schemesPath}/${scheme.id}`}>{scheme.name}</HouseLink>
                {scheme.isSample && (
                  <Typography.Text type="secondary"> {say('common.sample')}</Typography.Text>
                )}
              </>
            ),
          },
          { title: say('schemes.validity'), render: (_, scheme) => validity(scheme) },
          { title: say('schemes.groups'), align: 'right', dataIndex: 'groups' },
          { title: say('schemes.units'), align: 'right', dataIndex: 'units' },
          {
            title: say('schemes.use'),
            render: (_, { rankings, publishedRankings }) =>
              say('schemes.useCounts', { rankings, published: publishedRankings }),
          },
        ]}
      />
    </Flex>
  );
}
