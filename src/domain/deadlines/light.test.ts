import { describe, expect, it } from 'vitest';
import { light } from './light.ts';

describe('light', () => {
  const [start, deadline] = ['2026-03-02T00:00:00Z', '2026-03-06T00:00:00Z'];

  it('is green for three quarters, then yellow, and red once the deadline has passed', () => {
    expect(light('2026-03-04T23:59:59Z', start, deadline)).toBe('green');
    expect(light('2026-03-05T00:00:00Z', start, deadline)).toBe('yellow');
    expect(light(deadline, start, deadline)).toBe('yellow');
    expect(light('2026-03-06T00:00:00.001Z', start, deadline)).toBe('red');
  });

  it('reads instants, not text: other zones and forms give the same light', () => {
    expect(light('2026-03-05T08:00:00+08:00', start, '2026-03-06T08:00:00.000+08:00')).toBe('yellow');
  });
});
