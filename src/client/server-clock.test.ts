import { describe, expect, it } from 'vitest';
import { clockOffsetS, noteServerTime } from './server-clock.ts';

const noon = Date.parse('2026-11-23T04:00:00Z');
const header = 'Mon, 23 Nov 2026 04:00:00 GMT';

describe("the device's clock", () => {
  it('is unknown before the server has said anything of use', () => {
    noteServerTime(null, noon, noon);
    noteServerTime('yesterday', noon, noon);
    noteServerTime(header, noon, noon + 60_000);
    noteServerTime(header, noon, noon - 5);
    expect(clockOffsetS()).toBeNull();
  });

  it('is told by the last quick reply, to the second', () => {
    noteServerTime(header, noon + 400, noon + 600);
    expect(clockOffsetS()).toBe(0);
    noteServerTime(header, noon + 3_600_400, noon + 3_600_600);
    expect(clockOffsetS()).toBe(3600);
    noteServerTime(header, noon - 3_599_600, noon - 3_599_400);
    expect(clockOffsetS()).toBe(-3600);
    noteServerTime(header, noon, noon + 60_000);
    expect(clockOffsetS()).toBe(-3600);
  });
});
