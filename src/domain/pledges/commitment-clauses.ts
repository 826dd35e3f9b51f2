import type { Topic } from './commitment-kinds.ts';
import { topicOf } from './commitment-kinds.ts';

/**
 * What a clause of a measure does:
 * - `action`: promises something of a topic;
 * - `frame`: leads into an action (按照标准, 对重点项目), worth keeping in front of it;
 * - `outcome`: says what the action before it shall lead to (确保落到实处);
 * - `rhetoric`: resolve without anything to follow up (奋力赶超);
 * - `cue`: mere connection (下一步, 同时);
 * - `plain`: none of these.
 */
export type ClauseRole =
  | { readonly role: 'action'; readonly topic: Topic }
  | { readonly role: 'frame' | 'outcome' | 'rhetoric' | 'cue' | 'plain' };

const cue =
  /^(?:为此|因此|同时|此外|另外|与此同时|首先|其次|最后|在此|总之|(?:在?(?:下一步|下步|接下来|今后|以后|下一阶段|下阶段).{0,12}(?:中|里|时|期间)|下一步|下步|接下来|今后|以后|往后))$/;

const prepositional =
  /^(?:严格)?(?:对照|按照|按|根据|依据|依照|围绕|结合|针对|对(?!标|接)|通过|本着|紧扣|聚焦|瞄准)/;
const carriedOut =
  /进行|开展|建立|推进|完成|实施|落实|加强|抓[好紧实]|制定|找|查|补[齐短差]|清[理除运扫]|再[动部安排]|[整治][治改理]$|[拆取][除缔]|到位$|施工|指导|逐[项一条]/;
const means = /^以.{1,60}为(?:重点|抓手|目标|导向|契机|主线|核心|原则|载体|突破口|标准|统领|引领)$/;
const outcome =
  /^(?:确保|保证|切实做到|做到|使(?!用)|实现|努力实现|形成|促进|推动|达到|从而|真正|不断提[升高]|全面提[升高]|高(?:质量|标准|效率)(?!、)|力争|争取|打造|补齐)/;
const rhetoric =
  /知耻|痛定思痛|拉高标杆|奋[力勇起]|赶超|迎头|扭转.{0,20}(?:局面|被动)|增光添彩|得民心|顺民意|[不莫]找(?:任何)?(?:借口|理由)|不[给为].{1,10}找(?:借口|理由)|为.{1,6}想办法|不[计讲谈怕]|主动作为|迎难而上|(?:迅速|立即|马上)行动$|^(?:迅速|立即|全面|认真|积极|坚决)?整改$|^(?:尽快|迅速|全面)?补齐短板$|补齐短板.{0,6}(?:提升|发展)|补漏洞|解放思想|开拓思路|^突出重点$|克?难?攻[坚克]|掀起?.{0,10}高潮|全力以赴|有(?:决心|信心|能力)|作出.{0,8}贡献|发扬.{0,10}精神|^坚持|采取得力措施|^加快(?:进度|推进|步伐)$|争先|创优|晋位|再接再厉|^全[镇区市县街]动员$|请.{0,12}(?:监督|放心|批评)|谢谢|抢抓|打[好赢].{0,8}(?:仗|战)$|敢于担当|勇于担当|真抓实干|狠抓落实$|提高(?:政治)?站位|高度重视|强化担当|^高标准$|^严要求$|不松劲|持之以恒/;
const declared = /^.{0,20}是.{2,}|意义重大|事关/;
const subject =
  /^(?:我们|我|我局|我镇|我街道|我办|我区|我处|我乡|我单位)?(?:一定|必须|坚决)?(?:将|要|会|应)?(?:继续|认真|切实|进一步|坚决|严格)?/;

/** Decides what a clause (compact, simplified) does in a measure. */
export function roleOf(clause: string): ClauseRole {
  if (cue.test(clause)) return { role: 'cue' };
  if (means.test(clause)) return { role: 'frame' };
  const bare = clause.slice(subject.exec(clause)?.[0].length ?? 0);
  if (prepositional.test(clause) && !carriedOut.test(clause.replace(prepositional, '')))
    return { role: 'frame' };
  const topic = topicOf(clause);
  if (outcome.test(bare) && (topic === null || !/^打造.{0,8}(?:亮点|示范|样板|精品)/.test(bare)))
    return { role: 'outcome' };
  if (rhetoric.test(clause) && !concrete.test(clause)) return { role: 'rhetoric' };
  if (topic) return { role: 'action', topic };
  if (rhetoric.test(clause)) return { role: 'rhetoric' };
  return { role: declared.test(clause) ? 'rhetoric' : 'plain' };
}

// A clause may begin as a phrase and still promise a thing (坚持网格化管理, 打好专项整治攻坚战).
const concrete =
  /台账|清单|销号|网格|考核|机制|制度|工程|专项|宣传|培训|投入|排查|巡查|督查|清理|整治|路线图/;

/** How many code units of a clause come before its promise: 我们将, 下一步将, 同时要. */
export function openingLength(clause: string): number {
  return opening.exec(clause)?.[0].length ?? 0;
}

const opening =
  /^(?:同时|此外|另外|下一步|接下来|今后|因此|为此)?(?:我们|我(?:局|镇|街道|办事处|办|区|处|乡|单位)|我(?!市|县|省|国))?(?:一定|必须|坚决)?(?:将要|将(?!.{1,12}(?:细化|分解|纳入|统一|列入|作为|落实))|要(?!求|点)|会(?!议|同))?/;

const verbFirst =
  /^(?:再|建立|健全|完善|开展|加强|落实|实行|制定|明确|组织|召开|加大|清理|清除|整治|整改|拉出|列出|排查|摸排|宣传|发放|培训|学习|考核|拆除|取缔|新建|改造|安装|投入|购置|配[备齐]|抽调|更换)/;

/** True when a part behind 、 is a promise of its own (建立台账、落实责任), not one more object. */
export function startsWithVerb(part: string): boolean {
  return part.length >= 3 && verbFirst.test(part);
}
