import type { z } from 'zod';
import type { Decision, Refusal } from '../../domain/decision.ts';

/**
 * Carries a refusal out of a handler; the endpoint wrapper rolls back and answers with its words.
 * Status: 400 the input is wrong, 403 not allowed, 404 not found (or not visible), 409 a rule says no.
 */
export class Refused extends Error {
  readonly refusal: Refusal;
  readonly status: number;
  readonly fields: readonly FieldFault[];

  constructor(
    status: number,
    code: string,
    facts: Refusal['facts'] = {},
    fields: readonly FieldFault[] = [],
  ) {
    super(code);
    this.name = 'Refused';
    this.status = status;
    this.refusal = { code, facts };
    this.fields = fields;
  }
}

/** A fault at one place of the input: `path` as `answers.3.defects`, words at `fault.<code>` or `refusal.<code>`. */
export interface FieldFault {
  readonly path: string;
  readonly code: string;
  readonly facts?: Refusal['facts'];
}

export function notFound(): Refused {
  return new Refused(404, 'notFound');
}

export function forbidden(): Refused {
  return new Refused(403, 'forbidden');
}

/** The input is wrong at one named place. */
export function invalid(path: string, code: string, facts: Refusal['facts'] = {}): Refused {
  return new Refused(400, 'invalid', {}, [{ path, code, facts }]);
}

/** The value of a decision, or its refusal thrown as 409. */
export function unwrap<T>(decision: Decision<T>): T {
  if (decision.accepted) return decision.value;
  throw new Refused(409, decision.refusal.code, decision.refusal.facts);
}

const mostFaults = 20;

/** The faults a schema found, at most twenty, each with its place. */
export function faultsOf(error: z.ZodError, prefix = ''): FieldFault[] {
  return error.issues.slice(0, mostFaults).map((issue) => {
    const path = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.') || 'body';
    if (issue.code === 'invalid_type' && issue.input === undefined && issue.message.includes('undefined')) {
      return { path, code: 'required' };
    }
    if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) {
      return { path, code: 'required' };
    }
    if (issue.message === 'control-characters') return { path, code: 'control-characters' };
    // a schema that names its own words: `standard.badMarks`
    if (/^[a-z]+\.[A-Za-z]+$/.test(issue.message))
      return { path, code: issue.message, facts: factsOf(issue) };
    // of a union only "none of its forms" is known
    return {
      path,
      code: issue.code === 'invalid_union' ? 'invalid_value' : issue.code,
      facts: factsOf(issue),
    };
  });
}

function factsOf(issue: z.core.$ZodIssue): Refusal['facts'] {
  switch (issue.code) {
    case 'too_small':
      return { minimum: Number(issue.minimum) };
    case 'too_big':
      return { maximum: Number(issue.maximum) };
    case 'invalid_type':
      return { expected: issue.expected };
    case 'unrecognized_keys':
      return { keys: issue.keys.map((key) => key.slice(0, 40)).join(', ') };
    default:
      return {};
  }
}
