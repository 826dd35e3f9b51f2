import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moved, viewAfterKey, wholeView, zoomed } from './compare-view.ts';

const keys = fc.constantFrom('+', '-', '0', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown');

describe('the view of two pictures', () => {
  it('never leaves the picture, whatever keys are pressed', () => {
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 60 }), (pressed) => {
        const { zoom, x, y } = pressed.reduce((view, key) => viewAfterKey(view, key) ?? view, wholeView);
        const reach = 0.5 - 0.5 / zoom + 1e-9;
        expect(zoom).toBeGreaterThanOrEqual(1);
        expect(zoom).toBeLessThanOrEqual(8);
        expect(Math.abs(x)).toBeLessThanOrEqual(reach);
        expect(Math.abs(y)).toBeLessThanOrEqual(reach);
      }),
    );
  });

  it('shows the whole at first: there is nowhere to move', () => {
    expect(moved(wholeView, 1, 1)).toEqual(wholeView);
    expect(zoomed(moved(zoomed(wholeView, 4), 2, -2), 1 / 8)).toEqual(wholeView);
    expect(viewAfterKey(wholeView, 'x')).toBeNull();
  });
});
