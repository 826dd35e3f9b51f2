import type { CommitmentKind } from './parsed-pledges.ts';

/** One thing that a unit may be held to; clauses on the same topic make one commitment. */
export interface Topic {
  readonly topic: string;
  readonly kind: CommitmentKind;
  readonly words: RegExp;
}

/**
 * Words by which a clause shows what it promises; the first row that fits decides. Distances inside
 * the expressions are bounded, so a row costs time in proportion to the clause.
 */
export const topics: readonly Topic[] = [
  {
    topic: 'deployment',
    kind: 'thought',
    words: /再动员|再部署|再安排|动员(?:大?会|部署)|部署会|专题会|推进会|现场会|召开.{0,8}会/,
  },
  {
    topic: 'convictions',
    kind: 'thought',
    words: /思想统一|统一.{0,4}思想|会议精神|政治任务|摆[上在].{0,6}位置|思想教育|警示教育/,
  },
  {
    topic: 'ledger',
    kind: 'listAndLedger',
    words: /清单|台账|销号|登记造册|建档|逐项梳理|梳理.{0,6}问题|明细表|一本账/,
  },
  {
    topic: 'roadmap',
    kind: 'listAndLedger',
    words: /路线图|任务[表图书]|时间表|进度表|挂图作战|作战图|倒排工期/,
  },
  {
    topic: 'responsibility',
    kind: 'mechanism',
    words:
      /(?:责任|落实|细化|明确|具体|量化)到(?:人|岗)|(?:分解|明确|压实|夯实|落实|靠实|细化).{0,6}(?:责任|任务)|(?:责任|任务).{0,4}(?:分解|细化)|明确时间|完成时限|包联|分包|包片|责任制|责任人|专人负责|领导小组|专班|谁主管/,
  },
  {
    topic: 'assessment',
    kind: 'mechanism',
    words: /考核|奖惩|问责|追责|奖励|奖优罚劣|通报批评|约谈/,
  },
  { topic: 'grid', kind: 'mechanism', words: /网格/ },
  { topic: 'regime', kind: 'mechanism', words: /机制|(?:建立|健全|完善|落实|执行|坚持).{0,10}制度/ },
  {
    topic: 'guidance',
    kind: 'mechanism',
    words: /加强.{0,14}指导|指导.{0,8}(?:创建|整改)|帮扶|结对/,
  },
  {
    topic: 'coordination',
    kind: 'mechanism',
    words: /沟通|协调|对接|协作|联动|密切配合|及时汇报/,
  },
  {
    topic: 'learning',
    kind: 'training',
    words: /学习|培训|熟记|轮训|观摩|取经|熟悉.{0,4}标准|吃透/,
  },
  {
    topic: 'publicity',
    kind: 'publicity',
    words:
      /宣传|条幅|横幅|展板|明白[纸卡]|氛围营造|营造.{0,10}氛围|[发调]动.{0,8}(?:群众|居民|市民|村民|商户)|动员.{0,8}(?:力量|群众|居民|市民|村民|商户|社会)|进村入户|入户|志愿服?务?|进万家|公益广告|倡议书|标语|文明.{0,6}活动/,
  },
  {
    topic: 'resources',
    kind: 'resources',
    words:
      /投入|资金|经费|人力|财力|物力|抽调|组[织建].{0,6}(?:力量|队伍)|配[备齐].{0,12}(?:人员|设[备施]|车|桶|箱)|购[置买]|增[加派配].{0,8}(?:人员|人手|力量|车辆|设备)|班子带头|全员上阵|举.{1,3}之力|招聘/,
  },
  {
    topic: 'inspection',
    kind: 'inspection',
    words:
      /排查|自查|摸排|摸底|巡查|督查|督导|督促|检查|核查|暗访|回头看|查找|找(?:短板|问题|不足|差距)|查(?:症结|问题|漏洞|摆)|补差距|逐[一项条]对照|一项一项|举一反三/,
  },
  {
    topic: 'highlights',
    kind: 'siteWork',
    words: /[打创]造.{0,8}(?:亮点|示范|样板|精品)/,
  },
  {
    topic: 'works',
    kind: 'siteWork',
    words:
      /工程|施工|开工|竣工|完工|绿化|改造|新建|改建|扩建|修建|建成|建设.{0,10}[个处座条]|铺设|硬化|亮化|美化|修缮|维修|修复|安装|更换|粉刷|补植|项目建设/,
  },
  {
    topic: 'drive',
    kind: 'siteWork',
    words: /专项(?:整治|治理|行动|清理)|攻坚战|集中(?:整治|行动|清理)|大会战|百日/,
  },
  {
    topic: 'cleaning',
    kind: 'siteWork',
    words: /清理|清除|清运|清扫|清洗|清洁|保洁|打扫|洒水|人居环境|消杀/,
  },
  {
    topic: 'rectification',
    kind: 'siteWork',
    words:
      /整治|整改|整顿|规范|治理|取缔|拆除|查处|划线|施划|疏导|劝离|解决.{0,30}(?:问题|死角|难题|盲区)|抓起|入手|全面提升|占道经营|乱停乱放/,
  },
];

/** The first topic whose words stand in the clause; null when none does. */
export function topicOf(clause: string): Topic | null {
  return topics.find((row) => row.words.test(clause)) ?? null;
}
