import { sql } from 'kysely';
import type { SpanCount } from '../../domain/burden/form-timing.ts';
import type { Tx } from '../platform/database/database.ts';

/** Counts one completed form. */
export async function addTiming(
  tx: Tx,
  cityId: string,
  timing: { readonly form: string; readonly role: string; readonly day: string; readonly span: number },
): Promise<void> {
  const { form, role, day, span } = timing;
  await tx
    .insertInto('form_timing')
    .values({ city_id: cityId, form, role, day, span, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['city_id', 'form', 'role', 'day', 'span'])
        .doUpdateSet({ count: sql<number>`form_timing.count + 1` }),
    )
    .execute();
}

/** Histograms of a span of days, by form and role. */
export async function listTimings(
  tx: Tx,
  cityId: string,
  days: { readonly from: string; readonly to: string },
): Promise<(SpanCount & { readonly form: string; readonly role: string })[]> {
  return tx
    .selectFrom('form_timing')
    .select((query) => ['form', 'role', 'span', query.fn.sum<number>('count').as('count')])
    .where('city_id', '=', cityId)
    .where('day', '>=', days.from)
    .where('day', '<=', days.to)
    .groupBy(['form', 'role', 'span'])
    .execute();
}
