import { colours } from '../../client/theme.ts';
import type { RecheckLine } from '../../contract/revisits.ts';

const width = 160;
const height = 16;
const edge = 6;

/**
 * The exact interval of the failed share as a bar on a scale from 0 to 100 %, the observed share as a
 * point, the tolerated share as an upright line. The figures stand in the next column, so it is decoration
 * to a screen reader.
 */
export function IntervalBar({ line, toleratedPercent }: { line: RecheckLine; toleratedPercent: number }) {
  const { interval, checked, failed, saying } = line;
  if (!interval || checked === 0) return null;
  // room for the whole point at both ends
  const at = (share: number) => edge + share * (width - 2 * edge);
  const colour =
    saying === 'notCredible' ? colours.overdue : saying === 'credible' ? colours.onTime : colours.second;
  const tolerated = at(toleratedPercent / 100);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line x1={edge} y1={height / 2} x2={width - edge} y2={height / 2} stroke={colours.line} />
      <line x1={tolerated} y1={1} x2={tolerated} y2={height - 1} stroke={colours.ink} strokeDasharray="2 2" />
      <line
        x1={at(interval.lower)}
        y1={height / 2}
        x2={Math.max(at(interval.upper), at(interval.lower) + 1)}
        y2={height / 2}
        stroke={colour}
        strokeWidth={5}
      />
      <circle
        cx={at(failed / checked)}
        cy={height / 2}
        r={4}
        fill={colours.panel}
        stroke={colour}
        strokeWidth={2}
      />
    </svg>
  );
}
