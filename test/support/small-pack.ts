import type { StandardPackFile } from '../../src/contract/standard-pack.ts';

type Item = StandardPackFile['checklists'][number]['items'][number];
type Head = StandardPackFile['checklists'][number];

/** A pack whose first parts are there to be spoilt. */
export type SmallPack = Omit<StandardPackFile, 'checklists' | 'categories'> & {
  categories: [StandardPackFile['categories'][number]];
  checklists: [Omit<Head, 'items'> & { items: [Item, Item] }, Omit<Head, 'items'> & { items: [Item] }];
};

/** Two checklists, three items: the smallest pack that has everything. A fresh copy each time. */
export function smallPack(): SmallPack {
  const item: Item = {
    code: 'ROAD-01',
    title: '路面整洁无垃圾',
    titleEn: 'Carriageway clean',
    campaigns: ['civilized'],
    weight: 60,
    scale: { type: 'defect_count', deductPerDefect: 20, zeroAtDefects: 3 },
    veto: false,
    category: 'dirty_road',
    deadlineHours: 2,
    deadlineClock: 'work',
    responsibleUnitType: 'urban_management',
    evidence: 'photo_required',
  };
  return {
    schemaVersion: '1.0.0',
    title: '小标准',
    titleEn: 'Small standard',
    campaigns: [{ code: 'civilized', name: '全国文明城市', nameEn: 'National civilised city' }],
    scoring: { vetoRule: { default: 'cap', cap: 59 } },
    unitTypes: [{ code: 'urban_management', name: '城市管理局', nameEn: 'Urban management bureau' }],
    categories: [
      {
        key: 'dirty_road',
        name: '道路不洁',
        nameEn: 'Dirty road',
        kind: 'event',
        defaultDeadlineHours: 2,
        deadlineClock: 'work',
        defaultUnitType: 'urban_management',
      },
    ],
    checklists: [
      {
        siteType: 'ROAD',
        name: '主次干道',
        nameEn: 'Main roads',
        leadUnitType: 'urban_management',
        observationScope: '500 m',
        totalWeight: 100,
        items: [
          item,
          {
            ...item,
            code: 'ROAD-02',
            title: '无暴露垃圾',
            weight: 40,
            scale: { type: 'three_level' },
            veto: true,
          },
        ],
      },
      {
        siteType: 'PARK',
        name: '公园广场',
        nameEn: 'Parks',
        leadUnitType: 'urban_management',
        items: [{ ...item, code: 'PARK-01', weight: 100, scale: { type: 'three_level' } }],
      },
    ],
  };
}
