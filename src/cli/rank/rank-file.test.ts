import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bulletinOf } from './rank-bulletin.ts';
import { rankFile } from './rank-file.ts';
import { displayWidth, rankJson, rankText } from './rank-output.ts';
import { sayRefusal } from './rank-words.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guatu-rank-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const json = (name: string, value: unknown) => file(name, JSON.stringify(value));

async function rank(path: string, scheme?: string) {
  const result = await rankFile(path, { scheme });
  if (!result.accepted) throw new Error(sayRefusal('zh-CN', result.refusal));
  return rankJson(result.value.ranked, 'zh-CN').groups;
}

async function refusalOf(path: string, scheme?: string): Promise<string> {
  const result = await rankFile(path, { scheme });
  return result.accepted ? 'accepted' : sayRefusal('zh-CN', result.refusal).replace(`${folder}/`, '');
}

const short = (groups: Awaited<ReturnType<typeof rank>>) =>
  groups.map((group) => [group.name, ...group.units.map((u) => `${u.rank} ${u.name} ${u.score} ${u.flag}`)]);

describe('a .json table', () => {
  const table = (unit: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
    groups: [{ name: '城区', ...more, units: [{ name: '甲区', score: '90' }, unit] }],
  });

  it('is read with its defaults: two decimals, no flags', async () => {
    expect(short(await rank(await json('plain.json', table({ name: '乙区', score: 82.745 }))))).toEqual([
      ['城区', '1 甲区 90.00 null', '2 乙区 82.75 null'],
    ]);
  });

  it('computes the example of the manual', async () => {
    const unit = {
      name: '某区',
      components: { field: '90.10', survey: '88.00' },
      adjustment: '-1.0',
      coefficient: '1.15',
      deductions: ['0.3', '2'],
    };
    const components = [
      { key: 'field', weight: 0.85 },
      { key: 'survey', weight: 0.15 },
    ];
    expect(short(await rank(await json('example.json', table(unit, { components }))))[0]).toContain(
      '1 某区 99.46 null',
    );
  });

  it('reports fields that nobody reads, with their place', async () => {
    const groups = await rank(
      await json('unknown.json', {
        ...table({ name: '乙区', score: '80', socre: 1 }, { flag: {} }),
        colour: 1,
      }),
    );
    expect(groups[0]?.warnings.map((w) => [w.code, w.units, w.text])).toEqual([
      ['unknown-field', [], '城区中的字段“flag”不认识，未使用'],
      ['unknown-field', ['乙区'], '乙区中的字段“socre”不认识，未使用'],
      ['unknown-field', [], '整张表中的字段“colour”不认识，未使用'],
    ]);
  });

  it.each([
    [
      { name: '乙区', score: '八十' },
      '分组“城区”，单位“乙区”，字段“score”：应为小数（如 83.00），实际是 "八十"',
    ],
    [{ name: '乙区', score: '1e3' }, '字段“score”'],
    [{ name: '乙区', score: '' }, '字段“score”'],
    [{ name: '乙区', score: true }, '字段“score”'],
    [{ name: '乙区', deductions: '2' }, '单位“乙区”，字段“deductions”：应为列表'],
    [{ name: '乙区', deductions: ['2', '-1'] }, '字段“deductions.2”'],
    [{ name: '乙区', components: { field: 'x' } }, '字段“components.field”'],
    [{ name: '乙区', ranked: 'no' }, '字段“ranked”'],
    [{ name: '乙区', publishedRank: 1.5 }, '字段“publishedRank”'],
    [{ score: '80' }, '单位“#2”，字段“name”：缺少此项'],
    [{ name: '甲区', score: '80' }, '单位“甲区”，字段“name”：同一分组内单位重复'],
    ['乙区', '单位“#2”：应为对象'],
  ])('refuses %j and names the place', async (unit, place) => {
    const said = await refusalOf(await json('bad.json', table(unit as Record<string, unknown>)));
    expect(said).toContain('bad.json，分组“城区”');
    expect(said).toContain(place);
  });

  it.each([
    ['{"groups": [', '不是正确的 JSON（第 1 行'],
    ['', '不是正确的 JSON'],
    ['null', '应为对象'],
    ['[]', '应为对象'],
    ['{}', '字段“groups”：缺少此项'],
    ['{"groups": []}', '至少一个分组'],
    [
      '{"groups": [{"name":"a","units":[],"flags":{"top":{"count":-1,"flag":"red"}}}]}',
      '字段“flags.top.count”',
    ],
    ['{"groups": [{"name":"a","units":[],"flags":{"thresholds":[{"flag":"x"}]}}]}', 'min 和 below 至少一项'],
    ['{"groups": [{"name":"a","units":[]}], "decimals": "2"}', '字段“decimals”'],
    ['{"groups": [{"name":"a","units":[]}], "date": "2019-02-30"}', '字段“date”'],
    ['{"groups": [{"name":"a","units":[]},{"name":"a","units":[]}]}', '分组重复'],
  ])('refuses %s', async (content, said) => {
    expect(await refusalOf(await file('broken.json', content))).toContain(said);
  });

  it('refuses what is no file it can read', async () => {
    expect(await refusalOf(join(folder, 'nobody.json'))).toBe('nobody.json：找不到文件');
    expect(await refusalOf(await file('table.txt', '单位'))).toContain('只能读取');
    expect(
      await refusalOf(await file('image.csv', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]))),
    ).toContain('编码');
  });
});

describe('a .csv table', () => {
  const lines = '分组,单位,得分,名次\n城区,山阳区,83.00,1\n,示范区,82.75,2\n街道,民主街道,90,\n';

  it('is read in UTF-8 with and without a mark, an empty group taking the one above', async () => {
    const expected = [
      ['城区', '1 山阳区 83.00 null', '2 示范区 82.75 null'],
      ['街道', '1 民主街道 90.00 null'],
    ];
    expect(short(await rank(await file('plain.csv', lines)))).toEqual(expected);
    expect(short(await rank(await file('mark.csv', `\ufeff${lines.replaceAll('\n', '\r\n')}`)))).toEqual(
      expected,
    );
  });

  it('is read in GB18030', async () => {
    // 单位,得分 / 焦作,83.5
    const head = [0xb5, 0xa5, 0xce, 0xbb, 0x2c, 0xb5, 0xc3, 0xb7, 0xd6, 0x0a];
    const body = [0xbd, 0xb9, 0xd7, 0xf7, 0x2c, 0x38, 0x33, 0x2e, 0x35, 0x0a];
    expect(short(await rank(await file('gb.csv', new Uint8Array([...head, ...body]))))).toEqual([
      ['全部单位', '1 焦作 83.50 null'],
    ]);
  });

  it('understands full-width digits, dashes, several deductions and units that are not ranked', async () => {
    const content = [
      '二〇二六年第三轮,,,,',
      '单位,得分（分）,扣分,不参与排名,说明',
      '甲街道,８３．５,,,',
      '乙街道,,0.3；2、1,,',
      '丙镇,99,,是,新设',
      '丁镇,98,,筹建中,',
      '戊镇,—,,,',
    ].join('\n');
    const [group] = await rank(await file('office.csv', content));
    expect(group?.units.map((u) => [u.name, u.score, u.rank, u.note])).toEqual([
      ['乙街道', '96.70', 1, null],
      ['甲街道', '83.50', 2, null],
      ['丙镇', '99.00', null, '新设'],
      ['丁镇', '98.00', null, '筹建中'],
      ['戊镇', null, null, '缺少得分，未排名'],
    ]);
    expect(group?.warnings.map((w) => w.code)).toEqual(['missing-score']);
  });

  it('takes weights, flags and order from the scheme', async () => {
    const scheme = await json('scheme.json', {
      decimals: 1,
      groups: {
        '*': {
          components: [
            { key: 'field', name: '实地考察', weight: '0.9' },
            { key: '整改反馈', weight: '0.1' },
          ],
        },
        镇: { flags: { top: { count: 1, flag: 'red' } }, components: [{ key: 'field', weight: '1' }] },
      },
    });
    const content =
      '组别,单位,实地考察,整改反馈,电话\n街道,甲,90,100,1\n街道,乙,90.5,90,1\n镇,丙,70,,1\n镇,丁,60,,1';
    const groups = await rank(await file('parts.csv', content), scheme);
    expect(short(groups)).toEqual([
      ['街道', '1 甲 91.0 null', '2 乙 90.5 null'],
      ['镇', '1 丙 70.0 red', '2 丁 60.0 null'],
    ]);
    expect(groups[0]?.warnings.map((w) => w.text)).toEqual(['整张表中的字段“电话”不认识，未使用']);
  });

  it.each([
    ['单位,得分\n甲,八十', '第 2 行，分组“全部单位”，单位“甲”，字段“score”'],
    ['单位,得分\n,80', '第 2 行，分组“全部单位”，字段“name”：这一行有数据但没有单位名称'],
    ['单位,得分\n甲,80\n甲,81', '第 3 行'],
    ['单位,得分,总分\n甲,80,81', '字段“总分”：有两列都表示这一项'],
    ['单位,得分\n', '表头下没有数据'],
    ['名称,电话\n甲,1', '找不到表头'],
    ['', '找不到表头'],
    ['单位,得分\n"甲,80', '不是正确的 CSV'],
    ['单位,得分,名次\n甲,80,第一', '字段“publishedRank”'],
  ])('refuses %j and names the place', async (content, said) => {
    expect(await refusalOf(await file('bad.csv', content))).toContain(said);
  });

  it('refuses more rows than a city has units', async () => {
    const many = `单位,得分\n${Array.from({ length: 50_001 }, (_, i) => `u${i},1`).join('\n')}`;
    expect(await refusalOf(await file('many.csv', many))).toContain('行数过多');
  });
});

describe('the printed table', () => {
  it('is aligned for Chinese terminals', async () => {
    const units = [
      { name: '山阳区', score: '83.00' },
      { name: '东方红街道', score: '100' },
    ];
    const flags = { top: { count: 1, flag: 'red' } };
    const result = await rankFile(await json('aligned.json', { groups: [{ name: '城区', flags, units }] }));
    if (!result.accepted) throw new Error('refused');
    expect(rankText(result.value.table, result.value.ranked, 'zh-CN')).toBe(
      '城区\n1  东方红街道  100.00  红旗\n2  山阳区       83.00\n',
    );
    expect(displayWidth('Ａ山a')).toBe(5);
  });
});

describe('the bulletin of a ranked file', () => {
  it('shows weighted parts in its annex and open doubts among its notes', async () => {
    const units = [
      { name: '甲区', components: { field: '90', survey: '80' } },
      { name: '乙区', components: { field: '90', survey: '80' } },
    ];
    const components = [
      { key: 'field', name: '实地考察', weight: '0.85' },
      { key: 'survey', weight: '0.15' },
    ];
    const flags = { top: { count: 1, flag: 'red' } };
    const result = await rankFile(
      await json('parts.json', { groups: [{ name: '城区', components, flags, units }] }),
    );
    if (!result.accepted) throw new Error('refused');
    const bulletin = bulletinOf(result.value);
    expect(bulletin.annexes[0]?.columns).toEqual([
      '名次',
      '单位',
      '实地考察（×0.85）',
      'survey（×0.15）',
      '得分',
    ]);
    expect(bulletin.annexes[0]?.rows[0]).toEqual(['1', '甲区', '90', '80', '88.50']);
    expect(bulletin.method).toEqual([
      '甲区、乙区得分同为 88.50，正处在“红旗”1 个名额的分界上，均未授旗，须由指挥部研究决定。',
    ]);
  });
});
