import { Progress } from 'antd';
import { formatShortInstant } from '../../client/format.ts';
import { StateBadge, type StateLook } from '../../client/state-badge.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { SweepCheckLine } from '../../contract/sweep-checks.ts';
import type { SweepCountsView, SweepLine } from '../../contract/sweeps.ts';
import type { Light } from '../../domain/deadlines/light.ts';
import { type SweepState, uncheckedOf } from '../../domain/sweeps/sweep.ts';

const stateLooks: Readonly<Record<SweepState, StateLook>> = {
  open: ['◐', colours.blueFlag],
  done: ['✓', colours.onTime],
  waived: ['—', colours.second],
  cancelled: ['⊘', colours.hint],
};

/** State of a sweep. */
export function SweepBadge({ state }: { state: SweepState }) {
  const say = useWords();
  return <StateBadge look={stateLooks[state]}>{say(`sweeps.state.${state}`)}</StateBadge>;
}

const resultLooks = {
  clear: ['✓', colours.onTime],
  found: ['■', colours.overdue],
  notChecked: ['▲', colours.soon],
  pending: ['○', colours.second],
} as const satisfies Record<string, StateLook>;

/** What was said of a site; a contradiction stands below it. */
export function CheckBadge({ check }: { check: Pick<SweepCheckLine, 'result' | 'spotResult'> }) {
  const say = useWords();
  const result = check.result ?? 'pending';
  return (
    <>
      <StateBadge look={resultLooks[result]}>{say(`sweeps.result.${result}`)}</StateBadge>
      {check.spotResult && (
        <div>
          <StateBadge look={resultLooks[check.spotResult]}>
            {say(`sweeps.spot.${check.spotResult}`)}
          </StateBadge>
        </div>
      )}
    </>
  );
}

const lightLooks: Readonly<Record<Light, StateLook>> = {
  green: ['●', colours.onTime],
  yellow: ['▲', colours.soon],
  red: ['■', colours.overdue],
};

/** The day a sweep is due, with its light while it is open. */
export function SweepDue({ sweep }: { sweep: Pick<SweepLine, 'dueAt' | 'light'> }) {
  const say = useWords();
  const { locale } = useLocale();
  const when = formatShortInstant(sweep.dueAt, locale);
  if (sweep.light === null) return <span style={{ color: colours.second }}>{when}</span>;
  return (
    <StateBadge look={lightLooks[sweep.light]}>
      {when} {say(`deadlines.light.${sweep.light}`)}
    </StateBadge>
  );
}

/** How far a sweep is: a bar, and every number it is made of. */
export function SweepProgress({ counts }: { counts: SweepCountsView }) {
  const say = useWords();
  const { total, clear, found } = counts;
  const checked = total - uncheckedOf(counts);
  return (
    <div style={{ minWidth: 180 }}>
      <Progress
        size="small"
        aria-label={say('sweeps.progressLabel', { checked, total })}
        percent={total === 0 ? 0 : Math.floor((100 * checked) / total)}
        format={() => `${checked}/${total}`}
        strokeColor={colours.accent}
        status="normal"
      />
      <span style={{ fontSize: '0.9em', color: colours.second }}>
        {say('sweeps.progress', { checked, total, clear, found })}
      </span>
    </div>
  );
}

/** Counts that say how far the progress can be trusted. */
export function useTrustWords(): (counts: SweepCountsView) => string[] {
  const say = useWords();
  return ({ clear, found, withPhoto, notChecked, spotChecked, contradicted }) => [
    say('sweeps.photos', { count: withPhoto, checked: clear + found }),
    ...(notChecked > 0 ? [say('sweeps.notChecked', { count: notChecked })] : []),
    spotChecked === 0 ? say('sweeps.noSpots') : say('sweeps.spots', { spot: spotChecked, contradicted }),
  ];
}
