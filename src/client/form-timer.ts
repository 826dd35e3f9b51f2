import { useEffect } from 'react';
import { recordTiming } from '../contract/burden.ts';
import { filledForms } from '../domain/burden/burden-forms.ts';
import { longestTiming } from '../domain/burden/form-timing.ts';
import { call, whenChanged } from './api.ts';

/** A form that is open on the page, and since when (milliseconds of the page's clock). */
interface OpenForm {
  since: number;
}

const open: OpenForm[] = [];

/**
 * Measures how long the form around it takes, from opening to the server's yes. What is kept is a count by
 * form, role and day, without person and unit.
 *
 * @param begun ISO instant, for a form that was begun before it was opened here.
 */
export function useFormTimer(begun?: string): void {
  useEffect(() => {
    const waited = begun === undefined ? 0 : Math.max(0, Date.now() - Date.parse(begun));
    const form: OpenForm = { since: performance.now() - waited };
    open.push(form);
    return () => {
      // the form closes with its success: the report below runs before
      open.splice(open.indexOf(form), 1);
    };
  }, [begun]);
}

/** Reports completed forms; called once when the app starts. */
export function reportFormTimings(): void {
  whenChanged((endpointName) => {
    const form = open.at(-1);
    if (!form || !filledForms.some(({ key }) => key === endpointName)) return;
    const seconds = Math.round((performance.now() - form.since) / 100) / 10;
    // a form that stays open begins anew
    form.since = performance.now();
    if (seconds > longestTiming) return;
    // the meter must never stand in anybody's way
    void call(recordTiming, { body: { form: endpointName, seconds } }).catch(() => undefined);
  });
}
