import type { ParsedCommitment, ParsedPledges, ParsedSpeech } from '../../domain/pledges/parsed-pledges.ts';
import { sayPledge } from './pledge-words.ts';

/** What was read from a file of speeches, for people: one block per speech, one line per commitment. */
export function pledgesText(file: string, { speeches }: ParsedPledges): string {
  if (speeches.length === 0) return `${sayPledge('pledges.read.none', { file })}\n`;
  const blocks = speeches.map((speech, index) => speechLines(speech, index + 1).join('\n'));
  return `${[sayPledge('pledges.read.count', { file, count: speeches.length }), ...blocks].join('\n\n')}\n`;
}

function speechLines(speech: ParsedSpeech, number: number): readonly string[] {
  const { post, speaker, district } = speech;
  const unit = speech.unit || sayPledge('pledges.read.unitUnknown');
  return [
    sayPledge('pledges.read.heading', { number, unit, post, speaker }).replaceAll(/ +/g, ' ').trimEnd(),
    ...(district === '' ? [] : [`   ${sayPledge('pledges.read.district', { district })}`]),
    `   ${sayPledge('pledges.read.causes', { count: speech.causes.length })}`,
    ...speech.causes.map(
      (cause, index) =>
        `   ${sayPledge('pledges.read.cause', { number: index + 1, text: oneLine(cause.text) })}`,
    ),
    `   ${sayPledge('pledges.read.commitments', { count: speech.commitments.length })}`,
    ...speech.commitments.flatMap((commitment, index) => commitmentLines(commitment, index + 1)),
  ];
}

function commitmentLines(commitment: ParsedCommitment, number: number): readonly string[] {
  const { due, dueStated, quantity, places, heading } = commitment;
  const kind = sayPledge(`pledges.kind.${commitment.kind}`);
  const details: string[] = [];
  if (heading !== '') details.push(sayPledge('pledges.read.measure', { heading: oneLine(heading) }));
  if (due !== null) details.push(sayPledge('pledges.read.due', { due, stated: dueStated }));
  else if (dueStated !== null) details.push(sayPledge('pledges.read.dueOpen', { stated: dueStated }));
  if (quantity) details.push(sayPledge('pledges.read.quantity', { text: quantity.text }));
  if (places.length > 0) {
    const separator = sayPledge('pledges.read.separator');
    details.push(sayPledge('pledges.read.places', { places: places.join(separator) }));
  }
  return [
    `   ${sayPledge('pledges.read.commitment', { number, kind, text: oneLine(commitment.text) })}`,
    ...details.map((detail) => `      ${detail}`),
  ];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, '');
}
