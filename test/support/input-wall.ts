import { expect } from 'vitest';
import { errorReply } from '../../src/contract/endpoint.ts';
import type { KnownCity } from './known-city.ts';
import type { TestReply } from './test-city.ts';

/** Watches a city while hostile input is sent: all or nothing is stored, and every refusal can be read. */
export interface InputWall {
  /** Takes a reply; `mayPass` where the schema takes the input, so that an odd change is a change. */
  check(reply: TestReply, mayPass: boolean, what: string): Promise<void>;
  /** Nothing was stored since the last change that was accepted. */
  close(): Promise<void>;
}

export async function openInputWall(city: KnownCity): Promise<InputWall> {
  let before = await city.fingerprint();
  return {
    async check(reply, mayPass, what) {
      if (mayPass && reply.status < 300) before = await city.fingerprint();
      else expectReadable(reply, what);
    },
    async close() {
      expect(await city.fingerprint()).toEqual(before);
    },
  };
}

/** A refusal a person can read: 4xx with a code and words, never a fault of ours. */
export function expectReadable(reply: TestReply, what: string): void {
  expect(reply.status, `${what}: ${JSON.stringify(reply.body)}`).toBeGreaterThanOrEqual(400);
  expect(reply.status, `${what}: ${JSON.stringify(reply.body)}`).toBeLessThan(500);
  const said = errorReply.parse(reply.body);
  expect(said.message, what).not.toMatch(/^(refusal|fault|error)\.|\{\{/);
  for (const field of said.fields ?? []) {
    expect(field.message, `${what}: ${field.path}`).not.toMatch(/^(refusal|fault)\.|\{\{/);
  }
}

/** Short enough for the name of what was sent. */
export function nameOf(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 60);
}
