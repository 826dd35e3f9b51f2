import type { SiteLight } from '../../contract/sites.ts';
import { StateBadge } from '../state-badge.tsx';
import { colours } from '../theme.ts';
import { useWords } from '../words.tsx';

/** Shape and colour of each standing, on map, legend and list alike. */
export const lightMarks: Readonly<Record<SiteLight, { shape: '●' | '▲' | '■'; colour: string }>> = {
  clear: { shape: '●', colour: colours.onTime },
  open: { shape: '▲', colour: colours.soon },
  overdue: { shape: '■', colour: colours.overdue },
};

/** Standing of a site as shape and word. */
export function SiteLightBadge({ light }: { light: SiteLight }) {
  const say = useWords();
  const { shape, colour } = lightMarks[light];
  return <StateBadge look={[shape, colour]}>{say(`sites.light.${light}`)}</StateBadge>;
}
