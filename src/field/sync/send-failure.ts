/** A try that did not succeed. Status 0: no answer came. `message`: the server's words, ready to show. */
export class SendFailure extends Error {
  readonly status: number;
  readonly code: string;
  /** What the server said beside it. */
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, facts: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'SendFailure';
    this.status = status;
    this.code = code;
    this.facts = facts;
  }
}
