import type { ReactNode } from 'react';

/** A shape and the colour that helps it. */
export type StateLook = readonly [shape: string, colour: string];

/** A state as shape and word; colour is never the only sign. */
export function StateBadge({ look, children }: { look: StateLook; children: ReactNode }) {
  const [shape, colour] = look;
  return (
    <span style={{ color: colour, whiteSpace: 'nowrap' }}>
      <span aria-hidden>{shape}</span> {children}
    </span>
  );
}
