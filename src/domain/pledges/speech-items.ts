import type { Clause, Sentence } from './speech-sentences.ts';

/** Sentences that belong together: a numbered item, or (unnumbered) a single sentence. */
export interface SpeechItem {
  readonly numbered: boolean;
  readonly sentences: readonly Sentence[];
}

const addition = /^(?:同时|此外|另外|与此同时|总之|在此)/;

/**
 * Gathers sentences into items. An item runs to the next number. The last item of a list ends where a
 * new line follows its body, or where an addition (同时, 此外) starts, for these speak of the whole
 * again.
 */
export function itemsOf(compact: string, sentences: readonly Sentence[]): readonly SpeechItem[] {
  const items: SpeechItem[] = [];
  let open: Sentence[] | null = null;
  const lastNumber = sentences.findLastIndex((sentence) => sentence.number !== null);
  const close = (): void => {
    if (open && open.length > 0) items.push({ numbered: true, sentences: open });
    open = null;
  };
  sentences.forEach((sentence, index) => {
    if (sentence.number !== null) {
      close();
      open = [sentence];
      return;
    }
    const first = sentence.clauses[0];
    const leaves =
      (sentence.startsLine && open !== null && bodyOf(open) > 0 && index > lastNumber) ||
      (index > lastNumber && first !== undefined && addition.test(compact.slice(first.from, first.to)));
    if (leaves) close();
    if (open) open.push(sentence);
    else items.push({ numbered: false, sentences: [sentence] });
  });
  close();
  return items;
}

function bodyOf(sentences: readonly Sentence[]): number {
  return sentences.length - 1;
}

const nextStage =
  /^(?:为此|因此|同时)?(?:在?(?:下一步|下步|接下来|下一阶段|下阶段|下一段|今后|往后|以后)|整改措施|具体措施|针对(?:上述|以上|这些|存在的)问题|我们?(?:一定)?(?:将|要|决心|保证)|我(?:局|镇|街道|办|区|乡|处|单位|委)?(?:将|要))/;
const pledging =
  /(?:表态|承诺|保证|打算|措施|安排)如下$|(?:郑重|庄严)(?:作出)?(?:如下)?(?:表态|承诺)$|[作做]出?(?:如下|以下)(?:表态|承诺|保证)$|在此,?我?(?:郑重)?(?:表态|承诺)/;
const stillLookingBack = /反思|检讨|汲取|吸取/;
const fault =
  /没有|不到位|不够|不足|不高|不力|不实|不强|不严|不细|不深|不浓|不重视|薄弱|滞后|迟缓|缺乏|欠缺|松懈|侥幸|畏难|厌战|缺位|脱节|流于形式|敷衍|应付|疏忽|失职|未能|懈怠/;
const causeLead = /原因|表现在|表现为|主要问题|存在(?:以下|的)?(?:问题|不足)(?:主要)?(?:有|是)/;

/**
 * Splits sentences where a speech turns from what went wrong to what will be done (下一步, 郑重表态
 * 如下, 我们将 …), if need be inside of a sentence. A turn before the causes are listed (我们将深刻
 * 反思) does not count. `measures` is null when the speech never turns in so many words.
 */
export function turnOf(
  compact: string,
  sentences: readonly Sentence[],
): { readonly before: readonly Sentence[]; readonly measures: readonly Sentence[] | null } {
  const lastLead = sentences.findLastIndex((sentence) => leadsToCauses(compact, sentence));
  for (const [index, sentence] of sentences.entries()) {
    if (index <= lastLead) continue;
    const at = sentence.clauses.findIndex((clause) => turnsAt(compact, clause));
    if (at < 0) continue;
    const before = sentences.slice(0, index);
    const rest = sentences.slice(index + 1);
    if (at === 0) return { before, measures: [sentence, ...rest] };
    const head: Sentence = { ...sentence, clauses: sentence.clauses.slice(0, at), end: 'stop' };
    const tail: Sentence = {
      ...sentence,
      clauses: sentence.clauses.slice(at),
      number: null,
      startsLine: false,
    };
    return { before: [...before, head], measures: [tail, ...rest] };
  }
  return { before: sentences, measures: null };
}

/** True for the words that announce a list of causes (究其原因主要是, 突出表现在). */
export function leadsToCauses(compact: string, sentence: Sentence): boolean {
  const last = sentence.clauses.at(-1);
  return sentence.end === 'colon' && last !== undefined && causeLead.test(clauseText(compact, last));
}

function turnsAt(compact: string, clause: Clause): boolean {
  const text = clauseText(compact, clause);
  return (nextStage.test(text) || pledging.test(text)) && !fault.test(text) && !stillLookingBack.test(text);
}

/** True when the words admit something that was lacking or done badly. */
export function admitsFault(text: string): boolean {
  return fault.test(text);
}

/** Clauses beyond this are no human sentence; only their beginning is looked at. */
export const longestClause = 300;

/** The compact words of a clause, cut at `longestClause`. */
export function clauseText(compact: string, clause: Clause): string {
  return compact.slice(clause.from, Math.min(clause.to, clause.from + longestClause));
}
