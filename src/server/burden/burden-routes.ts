import { type BurdenRow, getBurden, recordTiming } from '../../contract/burden.ts';
import type { Actor } from '../../domain/access/may.ts';
import { verbsOfRole } from '../../domain/access/verbs.ts';
import { type BurdenForm, countFields, rolesOf } from '../../domain/burden/burden-form.ts';
import { filledForms, findForm } from '../../domain/burden/burden-forms.ts';
import { fewestTimings, spanOf, summariseTimings } from '../../domain/burden/form-timing.ts';
import { cityDay } from '../../domain/organisation/city-day.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { forbidden } from '../platform/refused.ts';
import { addTiming, listTimings } from './burden-queries.ts';

/** What the house asks of people, and how long it takes them. */
export function burdenRoutes(): Route[] {
  return [
    implement(recordTiming, async ({ tx, cityId, actor, body, now }) => {
      const form = findForm(body.form);
      const role = form ? roleFor(actor, form) : undefined;
      // somebody who cannot have filled it in
      if (!role) throw forbidden();
      await addTiming(tx, cityId, { form: body.form, role, day: cityDay(now), span: spanOf(body.seconds) });
      return { kept: true };
    }),
    implement(getBurden, async ({ tx, cityId, ask, query, now }) => {
      ask.requireAnywhere('ledger.configure');
      const to = cityDay(now);
      const from = cityDay(new Date(Date.parse(now) - (query.days - 1) * 86_400_000).toISOString());
      const timings = await listTimings(tx, cityId, { from, to });
      const byForm = Map.groupBy(timings, (one) => `${one.form} ${one.role}`);
      const rows: BurdenRow[] = filledForms.flatMap((form) =>
        rolesOf(form).map((role) => ({
          form: form.key,
          role,
          ...countFields(form),
          ...summariseTimings(byForm.get(`${form.key} ${role}`) ?? []),
        })),
      );
      return { from, to, fewest: fewestTimings, rows };
    }),
  ];
}

/** In which of his roles somebody fills in a form: the first that may. */
function roleFor(actor: Pick<Actor, 'grants'>, form: BurdenForm) {
  const { verb } = form;
  return actor.grants
    .map((grant) => grant.role)
    .find((role) => verb === null || verbsOfRole[role].includes(verb));
}
