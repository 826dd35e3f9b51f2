/**
 * The working calendar of a city, as data.
 *
 * China has one zone and no summer time, so the offset is fixed and all arithmetic runs on epoch
 * milliseconds: neither the server's nor the phone's own zone can shift a deadline.
 */
export interface Calendar {
  readonly utcOffset: '+08:00';
  /** Office hours of every working day, in order, not overlapping, such as 08:30–12:00 and 14:30–18:00. */
  readonly hours: readonly OfficeHours[];
  /** Days that differ from the week's rule (Monday to Friday work). The last entry for a date counts. */
  readonly specialDays: readonly SpecialDay[];
  /** Years whose holiday arrangement is known; others fall back to plain weekends. */
  readonly coveredYears: readonly number[];
}

export interface OfficeHours {
  /** `HH:MM`, local. */
  readonly from: string;
  /** `HH:MM`, local, up to `24:00`. */
  readonly to: string;
}

export interface SpecialDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** `off`: holiday on a weekday. `work`: make-up working day (调休) on a weekend. */
  readonly kind: 'off' | 'work';
  readonly name: string;
}
