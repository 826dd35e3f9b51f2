import type { MatchingText } from './matching-text.ts';
import { sourceText } from './matching-text.ts';
import { describeOffice, isUnitName, type SpeechHeading } from './speech-headings.ts';

const onBehalf =
  /(?:我|现|谨)代表(\p{Script=Han}{3,30}?)(?:党工?委|党组|政府|全体|领导班子|班子|[作做](?!乡|村)|向(?!阳)|郑重|表态|、)/gu;
const signature = /(?:^|\n)(?:承诺|检讨|表态|发言)人[:](\p{Script=Han}{2,4})(?=\n|$)/u;

/**
 * Who speaks in a speech without a heading, from its own words: 我代表焦北街道办事处作检讨 names the
 * unit, 承诺人:某某 on a line of its own the speaker. What neither says stays empty.
 */
export function selfNaming(text: MatchingText): SpeechHeading {
  const named: SpeechHeading = { speaker: '', post: '', unit: '', district: '' };
  const signed = signature.exec(text.compact);
  const nameTo = signed ? signed.index + signed[0].length : 0;
  const speaker = signed
    ? sourceText(text, nameTo - (signed[1] ?? '').length, nameTo).replaceAll(/\s+/g, '')
    : '';
  for (const match of text.compact.matchAll(onBehalf)) {
    const office = describeOffice(match[1] ?? '');
    if (office && isUnitName(office.unit)) return { ...named, ...office, speaker };
  }
  return { ...named, speaker };
}
