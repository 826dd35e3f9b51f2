import { type BurdenForm, countFields } from './burden-form.ts';
import { ledgerForms } from './ledger-forms.ts';
import { officeForms } from './office-forms.ts';
import { visitForms } from './visit-forms.ts';

/**
 * Everything the house asks of people, form by form. A test compares it with the contract: a new field
 * that is not declared here, or one the house knows already, fails.
 */
export const burdenForms: readonly BurdenForm[] = [...ledgerForms, ...visitForms, ...officeForms];

/** Forms that people fill in: those with a field that somebody sees. */
export const filledForms: readonly BurdenForm[] = burdenForms.filter((one) => {
  const { carried: _carried, ...seen } = countFields(one);
  return Object.values(seen).some((count) => count > 0);
});

const byKey: ReadonlyMap<string, BurdenForm> = new Map(burdenForms.map((one) => [one.key, one]));

/** The form of an endpoint; undefined where it asks nothing. */
export function findForm(key: string): BurdenForm | undefined {
  return byKey.get(key);
}
