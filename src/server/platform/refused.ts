import type { Decision, Refusal } from '../../domain/decision.ts';

/**
 * Carries a refusal out of a handler; the endpoint wrapper rolls back and answers with its words.
 * Status: 400 the input is wrong, 403 not allowed, 404 not found (or not visible), 409 a rule says no.
 */
export class Refused extends Error {
  readonly refusal: Refusal;
  readonly status: number;
  readonly fields: readonly FieldFault[];

  constructor(status: number, code: string, facts: Refusal['facts'] = {}, fields: readonly FieldFault[] = []) {
    super(code);
    this.name = 'Refused';
    this.status = status;
    this.refusal = { code, facts };
    this.fields = fields;
  }
}

/** A fault at one place of the input: `path` as `answers.3.defects`, `code` with words `fault.<code>`. */
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

/** The value of a decision, or its refusal thrown as 409. */
export function unwrap<T>(decision: Decision<T>): T {
  if (decision.accepted) return decision.value;
  throw new Refused(409, decision.refusal.code, decision.refusal.facts);
}
