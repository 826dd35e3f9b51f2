/**
 * What a rule answers: events that now are facts, or a refusal.
 *
 * A refusal is a value, never a sentence: `code` names the reason (words live in `text/`, key
 * `refusal.<code>`), `facts` hold what the sentence needs (names, limits, states).
 */
export interface Refusal {
  readonly code: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}

export type Decision<T> =
  | { readonly accepted: true; readonly value: T }
  | { readonly accepted: false; readonly refusal: Refusal };

/** The rule says yes; `value` is what follows from it. */
export function accept<T>(value: T): Decision<T> {
  return { accepted: true, value };
}

/** The rule says no, with a code and the facts that its sentence needs. */
export function refuse(code: string, facts: Refusal['facts'] = {}): Decision<never> {
  return { accepted: false, refusal: { code, facts } };
}
