/**
 * Places and categories of problem that a clause names, as `[from, to)` in compact text.
 * `isPlace` is false for a category (占道经营), which says what, not where.
 */
export interface NamedPlace {
  readonly from: number;
  readonly to: number;
  readonly isPlace: boolean;
}

const attribute =
  '(?:无主|无人管理|老旧|城乡|背|重点|重要|主要|次要|主次|中心|薄弱|沿街|沿路|沿线|临街|公共|示范|农贸|集贸|便民|居民|城市|易涝|各个?|辖区各?)';
const superlative = '(?:[\\p{Script=Han}]{0,4}最[\\p{Script=Han}]{1,3}的?)';
const placeNoun =
  '(?:镇政府所在地|乡政府所在地|政府所在地|一线四点|实地考察点位|城乡结合部|城中村|楼院|庭院|小区|街巷|小街巷|背街小巷|社区(?!书记|主任|干部|工作者)|村庄|行政村|自然村|各村|(?:重点|示范|薄弱|后进|中心)村|村(?=[、,和及等的]|$)|市场|广场|公园|游园|绿地|绿化带|公厕|垃圾中转站|中转站|车站|火车站|汽车站|学校|校园周边|医院|路段|主干道|干道|道路|门店|商铺|饭店|工地|河道|沟渠|坑塘|铁路沿线|公路沿线|高速路口|出入口|停车场|窗口单位|点位|部位|区域|空白地带|结合部)';
const categoryNoun =
  '(?:占道经营|店外经营|出店经营|流动摊[点贩]|(?:机动|非机动)?车辆乱停乱放|乱停乱放|乱停车|乱搭乱建|私搭乱建|乱贴乱画|乱涂乱画|乱堆乱放|乱扔乱倒|乱拉乱挂|小广告|飞线|违章建筑|违法建设|卫生死角|死角|盲区|积存垃圾|建筑垃圾|生活垃圾|黑臭水体|扬尘|牛皮癣|不文明行为|重点整治项目|基础设施)';

const generic = new RegExp(
  `(?<place>(?:${attribute}{1,2}|${superlative})?${placeNoun})|(?<category>${categoryNoun})`,
  'gu',
);

// A name in front of 路, 街, 线 … The name reaches back to the last word that cannot be part of it.
const proper =
  /(?<name>\p{Script=Han}{1,12}?(?:大道|大街|街道|路|街|线|桥|河|村|小区|公园|广场|市场|游园|楼院|家属院|社区))(?![线图程径标网段况过])/gu;
const beforeName =
  /对|在|于|沿|将(?!军)|把|和(?!平|谐|美|顺|睦)|及|与|的|从|到|向(?!阳)|至|以|为|由|经|是|有|各|其|等|抓[好紧]?|[做办搞][好]?|推[进动]|进行|进|入|包|驻|开展|实施|完[成善]|加[快强大]|整[治改]|规范|清[理除扫运]|改[造建]|提[升高]|打造|(?:绿|亮|硬|美)化|[新修改扩]建|确保|落实|迅速|全面|全力|重点|重要|主要|包括|涉及|围绕|组织|拆除|出(?=台)|辖区|全[镇区市县]|我[镇局区市]/gu;
const notAName =
  /(?:思路|出路|道路|公路|铁路|马路|套路|一路|小路|主线|一线|前线|底线|红线|防线|战线|阵线|连线|飞线|沿线|热线|天线)$|^(?:.?街道|上街|背街|全村|本村|行政村|自然村|各村|农村|乡村|进村|驻村|包村|入村|.{0,2}社区|小区|市场|公园|广场|游园|楼院|家属院|中心村|示范村|.?中心市场|重点村|桥|村|路|街|线|河)$/u;

const title = /《[^《》]{0,60}》/g;

/**
 * Finds named places and categories of a compact stretch, in order and without overlap. The title of a
 * document names no place, whatever stands in it.
 */
export function namedPlaces(stretch: string): readonly NamedPlace[] {
  const text = stretch.replaceAll(title, (words) => '《'.repeat(words.length));
  const found: NamedPlace[] = [];
  for (const match of text.matchAll(generic)) {
    const place = match.groups?.place;
    const words = place ?? match.groups?.category ?? '';
    const skipped = /^(?:[从对在于将把以沿]|辖区)/.exec(words)?.[0].length ?? 0;
    found.push({
      from: match.index + skipped,
      to: match.index + words.length,
      isPlace: place !== undefined,
    });
  }
  for (const match of text.matchAll(proper)) {
    const name = properName(match.groups?.name ?? '');
    if (name === '') continue;
    const to = match.index + (match.groups?.name ?? '').length;
    const from = to - name.length;
    if (found.some((other) => other.from < to && from < other.to)) continue;
    found.push({ from, to, isPlace: true });
  }
  return found.sort((one, other) => one.from - other.from);
}

function properName(run: string): string {
  const lastSeparator = [...run.matchAll(beforeName)].at(-1);
  const name = lastSeparator ? run.slice(lastSeparator.index + lastSeparator[0].length) : run;
  return name.length >= 2 && name.length <= 6 && !notAName.test(name) ? name : '';
}
