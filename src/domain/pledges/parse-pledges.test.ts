import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { simplify } from './matching-text.ts';
import { parsePledges } from './parse-pledges.ts';
import type { ParsedCommitment, ParsedPledges } from './parsed-pledges.ts';

const sample = readFileSync(
  new URL('../../../sample/pledges/pledge-speeches-2019.txt', import.meta.url),
  'utf8',
);

/** Kind and words of every commitment, simplified, so that a table of expectations is easy to read. */
function outline(pledges: ParsedPledges, speech: number): readonly string[] {
  return (pledges.speeches[speech]?.commitments ?? []).map(({ kind, text }) => `${kind} ${simplify(text)}`);
}

function commitmentWith(pledges: ParsedPledges, words: string): ParsedCommitment | undefined {
  return pledges.speeches
    .flatMap((speech) => speech.commitments)
    .find(({ text }) => simplify(text).includes(words));
}

describe('parsePledges on the three speeches of the sample', () => {
  const pledges = parsePledges(sample, { year: 2019 });

  it('finds who speaks for which unit', () => {
    expect(
      pledges.speeches.map(({ speaker, district, unit, post }) => [speaker, district, unit, post]),
    ).toEqual([
      ['某某', '山阳区', '东方红街道办事处', '主任'],
      ['某某', '示范区', '阳庙镇', '镇长'],
      ['某某', '中站区', '中站区住建局', '局长'],
    ]);
  });

  it('lists the causes, numbered or not', () => {
    const causes = pledges.speeches.map((speech) =>
      speech.causes.map(({ heading, text }) => simplify(heading || text)),
    );
    expect(causes).toEqual([
      ['思想认识不到位', '工作标准不高', '工作作风不实'],
      [
        '我镇属农业乡镇,基础设施建设薄弱,创建难度相对较大',
        '远离中心城区,在创建评比上存有侥幸',
        '思想认识不到位,重视不够,措施不力',
      ],
      [
        '重视程度不够、措施不力、标准不高、整治工作迟缓',
        '政治站位不高,思想不重视',
        '主动性不强,措施不得力',
        '工作标准不高,投入不到位',
      ],
    ]);
  });

  it('lists what the street office promised', () => {
    expect(outline(pledges, 0)).toEqual([
      'thought 认真学习领会此次会议精神',
      'inspection 以无主楼院、街巷以及重要部位为重点,查找不足',
      'thought 把创建工作作为当前和今后一个时期的一个重要政治任务,摆上突出位置',
      'thought 对创建工作进行再动员、再部署',
      'thought 将办事处全体人员思想统一到市委、市政府决策部署上',
      'listAndLedger 严格对照创建工作任务、标准,逐项梳理,拉出清单,建立台账',
      'mechanism 分解责任,落实到人,发扬钉钉子精神,确保每项工作高标准完成',
      'siteWork 从基础最差楼院、问题最突出的点位抓起',
      'mechanism 建立健全考核奖惩机制',
      'mechanism 落实网格化管理',
      'mechanism 把工作任务细化到人,确保创建任务项项有人抓、件件有人管、事事能落实',
      'publicity 努力动员辖区各方面力量,形成强大合力',
      'siteWork 打造亮点',
    ]);
  });

  it('lists what the town promised', () => {
    expect(outline(pledges, 1)).toEqual([
      'inspection 针对创建工作中的薄弱环节找短板、补差距',
      'thought 召开专题会议,对创建工作进行再安排、再部署',
      'inspection 再排查',
      'training 严格对照创建标准,把标准熟记于心',
      'mechanism 将任务细化分解,进一步明确任务、明确时间、明确到人',
      'resources 加大投入力度,举全镇之力,高标准推进各项创建工作',
      'inspection 根据创建《实地考察点位测评标准》,一项一项对照,一项一项检查,一项一项落实',
      'siteWork 全力抓好“一线四点”整治',
      'siteWork 重点规范、抓好镇政府所在地的占道经营、车辆乱停乱放、焦张线全面提升等工作',
      'siteWork 对辖区各村、重要路段、中心市场等彻底进行清理,全镇动员,彻底清除卫生死角,打造整洁、文明的人居环境',
      'publicity 加强创建氛围营造',
      'thought 对全镇党员干部再动员',
      'publicity 进村入户,发动群众,积极开展文明行为进万家宣传活动',
      'mechanism 加强与上级部门的沟通',
      'mechanism 加强对重点村创建工作的指导',
      'training 主动学习先进,确保标准把握到位、措施落实到位、问题整改到位',
    ]);
  });

  it('lists what the bureau promised', () => {
    expect(outline(pledges, 2)).toEqual([
      'mechanism 按照创建标准,逐项明确责任、完成时限,确保创建工作高标准、高效率推进',
      'listAndLedger 对“四城联创”重点整治项目,建立工作台账,实行销号管理,确保各项任务落到实处',
      'thought 认真贯彻落实会议精神',
      'resources 组织精干力量',
      'inspection 找问题,查症结,想办法,促落实',
      'siteWork 高标准、严要求、积极整改到位,从根本上解决当前治理工作存在的死角、盲区和短板问题',
      'siteWork 丰收路绿化工程已于7月11日招标结束并公示,下一步将迅速行动,加快进度,确保在一个半月内完成施工任务',
      'resources 突出班子带头,全员上阵,加大人力、财力投入力度',
      'listAndLedger 对照十七项重点整治任务,对标提升,拿出路线图、任务表,挂图作战',
      'siteWork 以“整治、规范、提升”为抓手,开展专项治理攻坚战',
    ]);
  });

  it('counts the building time from the day the tender closed', () => {
    expect(commitmentWith(pledges, '丰收路')).toMatchObject({
      due: '2019-08-26',
      dueStated: '7月11日…一個半月內',
      quantity: null,
      places: ['豐收路'],
      heading: '突出重點',
    });
    expect(commitmentWith(parsePledges(sample), '丰收路')).toMatchObject({
      due: null,
      dueStated: '7月11日…一個半月內',
    });
  });

  it('takes only that one day and one amount from the speeches', () => {
    const all = pledges.speeches.flatMap((speech) => speech.commitments);
    expect(all.filter(({ dueStated }) => dueStated !== null)).toHaveLength(1);
    expect(all.flatMap(({ quantity }) => quantity ?? [])).toEqual([
      { value: 17, unit: '项', text: '十七項重點整治任務' },
    ]);
  });

  it('names places and categories in the words of the speech', () => {
    expect(commitmentWith(pledges, '查找不足')?.places).toEqual(['無主樓院', '街巷', '重要部位']);
    expect(commitmentWith(pledges, '重点规范')?.places).toEqual([
      '鎮政府所在地',
      '占道經營',
      '車輛亂停亂放',
      '焦張線',
    ]);
    expect(commitmentWith(pledges, '彻底进行清理')?.places).toEqual([
      '各村',
      '重要路段',
      '中心市場',
      '衛生死角',
    ]);
  });

  it('reads the simplified text to the same structure', () => {
    const plain = parsePledges(simplify(sample), { year: 2019 });
    expect(plain).toEqual(JSON.parse(simplify(JSON.stringify(pledges))));
  });

  it('is not disturbed by other line ends, a byte order mark or full-width signs', () => {
    const windows = `\ufeff${sample.replaceAll('\n', '\r\n')}`.replaceAll(',', '，').replaceAll('(', '（');
    const texts = (read: ParsedPledges) =>
      read.speeches.map((speech) => speech.commitments.map(({ text }) => simplify(text)));
    expect(texts(parsePledges(windows, { year: 2019 }))).toEqual(texts(pledges));
  });

  it('joins lines that only wrap', () => {
    const wrapped = sample
      .split('\n')
      .map((line) => line.replace(/(.{38})(?=.)/g, '$1\n'))
      .join('\n');
    const texts = (read: ParsedPledges) =>
      read.speeches.map((speech) =>
        speech.commitments.map(({ text }) => simplify(text).replaceAll('\n', '')),
      );
    expect(texts(parsePledges(wrapped, { year: 2019 }))).toEqual(texts(pledges));
  });
});

describe('parsePledges on other speeches', () => {
  const speech = [
    '山阳区新城街道办事处 主任 李小甲',
    '各位领导：',
    '我街道考评排名末位，我们将深刻反思。主要原因：1.重视不够，投入不足；2.巡查制度没有落实。',
    '今后，我们将做好以下工作：（一）立即开展排查。8月10日前完成全部23个小区的排查，建立问题清单，8月底前整改到位。',
    '（二）投入资金50万元，新建公厕5座，改造公厕10座。',
    '（三）给每位独居老人送一束花。',
    '（四）建设路、和平街占道经营问题，三天内全部取缔。',
    '（五）只为成功想办法，不为困难找理由。',
    '请各位领导放心，我们一定打赢这场硬仗！',
  ].join('\r\n');
  const pledges = parsePledges(speech, { year: 2019 });

  it('keeps a regret that looks forward (我们将深刻反思) out of the measures', () => {
    expect(pledges.speeches[0]?.causes.map(({ text }) => text)).toEqual([
      '重视不够，投入不足',
      '巡查制度没有落实',
    ]);
  });

  it('parts promises with days and amounts of their own, keeps unknown measures, drops resolve', () => {
    expect(
      pledges.speeches[0]?.commitments.map(({ kind, text, due, dueStated, quantity, places }) => [
        kind,
        text,
        due ?? dueStated,
        quantity?.text ?? null,
        places,
      ]),
    ).toEqual([
      ['inspection', '8月10日前完成全部23个小区的排查', '2019-08-10', '23个小区', ['小区']],
      ['listAndLedger', '建立问题清单', null, null, []],
      ['siteWork', '8月底前整改到位', '2019-08-31', null, []],
      ['resources', '投入资金50万元', null, '50万元', []],
      ['siteWork', '新建公厕5座', null, '5座', ['公厕']],
      ['siteWork', '改造公厕10座', null, '10座', ['公厕']],
      ['other', '给每位独居老人送一束花', null, null, []],
      [
        'siteWork',
        '建设路、和平街占道经营问题，三天内全部取缔',
        '三天内',
        null,
        ['建设路', '和平街', '占道经营'],
      ],
    ]);
  });

  it('reads a speech without heading and without turning phrase', () => {
    const [only, ...others] = parsePledges(
      '一是重视不够。二是措施不力。一要建立台账。逐项销号。二要加强培训；三要公布电话。',
    ).speeches;
    expect(others).toEqual([]);
    expect([only?.speaker, only?.unit, only?.post, only?.district]).toEqual(['', '', '', '']);
    expect(only?.causes.map(({ text }) => text)).toEqual(['重视不够', '措施不力']);
    expect(only?.commitments.map(({ kind, text }) => [kind, text])).toEqual([
      ['listAndLedger', '逐项销号'],
      ['training', '加强培训'],
      ['other', '公布电话'],
    ]);
  });

  it('takes unit and speaker from the words of a speech without heading', () => {
    const [only] = parsePledges(
      '关于蓝旗问题的检讨\n\n我代表山陽區焦北街道辦事處作深刻检讨，因重视不够，被授予蓝旗。针对以上问题，我们郑重承诺：\n' +
        '1、强化服务。公布电话200部。\n2、全面整改。对15个问题，建立台账、明确责任人，于7月25日前全部销号。\n承诺人：李小甲\n2019年7月15日\n',
    ).speeches;
    expect([only?.speaker, only?.district, only?.unit]).toEqual(['李小甲', '山阳区', '焦北街道办事处']);
    expect(only?.causes.map(({ text }) => text)).toEqual(['重视不够']);
    expect(only?.commitments.map(({ kind, text, dueStated }) => [kind, text, dueStated])).toEqual([
      ['other', '公布电话200部', null],
      ['listAndLedger', '对15个问题，建立台账', null],
      ['mechanism', '明确责任人', null],
      ['listAndLedger', '于7月25日前全部销号', '7月25日前'],
    ]);
  });

  it('finds nothing where nothing is said', () => {
    expect(parsePledges('')).toEqual({ speeches: [] });
    expect(parsePledges(' \n\r\n\t')).toEqual({ speeches: [] });
    expect(parsePledges('Hello, world. 😀')).toEqual({ speeches: [] });
    expect(parsePledges('李小甲（阳庙镇镇长）')).toEqual({
      speeches: [
        { speaker: '李小甲', post: '镇长', unit: '阳庙镇', district: '', causes: [], commitments: [] },
      ],
    });
  });
});
