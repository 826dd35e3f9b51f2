import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { roles } from '../../domain/access/verbs.ts';
import { programDirectory } from '../house/data-folder.ts';

const text = z.string();

const unitFile = z.object({
  units: z.array(
    z.object({
      key: text,
      parentKey: text.nullable(),
      code: text.nullable(),
      name: text,
      shortName: text.optional(),
      nameEn: text.nullish(),
      kind: text,
      unitType: text.nullable(),
      validFrom: z.iso.date(),
      source: text,
      invented: z.boolean(),
      aliases: z.array(text),
    }),
  ),
  taskLines: z.array(z.object({ unitKey: text, name: text, validFrom: z.iso.date(), source: text })),
});

const personFile = z.object({
  people: z.array(
    z.object({
      login: text,
      name: text,
      grants: z.array(z.object({ role: z.enum(roles), unitKey: text })),
      homeUnitKey: text,
      hint: z.object({ zh: text, en: text }).nullable(),
    }),
  ),
});

const siteFile = z.object({
  sites: z.array(
    z.object({
      key: text,
      code: text,
      name: text,
      siteType: text,
      sample: z.boolean(),
      territoryUnitKey: text,
      lineBureauKey: text.nullable(),
      operatorUnitKey: text.nullable(),
      ownerless: z.boolean(),
      interimKeeperUnitKey: text.nullable(),
      position: z.tuple([z.number(), z.number()]).nullable(),
      address: text.nullable(),
      source: text,
    }),
  ),
});

const plannedVisit = z.object({
  siteKey: text,
  inspector: text,
  dayOffset: z.int(),
  at: text,
  answers: z
    .array(
      z.object({
        itemCode: text,
        value: z.enum(['met', 'partly', 'not_met', 'na']).optional(),
        defects: z.int().optional(),
      }),
    )
    .nullable(),
});

const share = z.number().min(0).max(1);
const planFile = z.object({
  rounds: z.array(
    z.object({
      key: z.enum(['round-1', 'round-2']),
      name: text,
      startDayOffset: z.int(),
      endDayOffset: z.int(),
    }),
  ),
  progress: z.object({
    seed: text,
    states: z.object({
      struckOff: share,
      fixClaimed: share,
      inProgress: share,
      assigned: share,
      dispatched: share,
    }),
    sentBackOnceShare: share,
    overdueShareOfOpen: share,
    returnedShareOfDispatched: share,
  }),
  'round-1': z.array(plannedVisit),
  'round-2': z.array(plannedVisit),
});

const calendarFile = z.object({
  years: z.array(
    z.object({
      notices: z.array(z.object({ number: text, url: text })),
      days: z.array(z.object({ date: z.iso.date(), kind: z.enum(['off', 'work']), name: text })),
    }),
  ),
});

const packFile = z.looseObject({
  checklists: z.array(
    z.looseObject({
      siteType: text,
      name: text,
      items: z.array(
        z.looseObject({
          code: text,
          title: text,
          deadlineHours: z.number(),
          deadlineClock: z.enum(['work', 'elapsed']),
        }),
      ),
    }),
  ),
});

const borderFile = z.looseObject({
  metadata: z.object({ source: text, licence: text }),
});

export type SampleUnit = z.output<typeof unitFile>['units'][number];
export type SamplePerson = z.output<typeof personFile>['people'][number];
export type SampleSite = z.output<typeof siteFile>['sites'][number];
export type PlannedVisit = z.output<typeof plannedVisit>;
export type PlannedAnswer = NonNullable<PlannedVisit['answers']>[number];
export type RoundPlan = z.output<typeof planFile>;
export type ProgressPlan = RoundPlan['progress'];
export type SamplePack = z.output<typeof packFile>;
export type SampleItem = SamplePack['checklists'][number]['items'][number];

function readText(name: string): string {
  return readFileSync(path.join(programDirectory, 'sample', name), 'utf8');
}

function readJson<S extends z.ZodType>(name: string, schema: S): z.output<S> {
  return schema.parse(JSON.parse(readText(name)));
}

export function readSampleUnits() {
  return readJson('jiaozuo/units.json', unitFile);
}

export function readSamplePeople(): readonly SamplePerson[] {
  return readJson('jiaozuo/people.json', personFile).people;
}

export function readSampleSites(): readonly SampleSite[] {
  return readJson('jiaozuo/sites.json', siteFile).sites;
}

export function readRoundPlan(): RoundPlan {
  return readJson('jiaozuo/round-plan.json', planFile);
}

/** Holidays and make-up working days, each with the number of the notice that ordered it. */
export function readHolidays() {
  return readJson('calendars/china-holidays.json', calendarFile).years.flatMap(({ notices, days }) =>
    days.map((day) => ({ ...day, source: notices.map(({ number }) => number).join('、') })),
  );
}

export function readSamplePack(): SamplePack {
  return readJson('standards/checklists.json', packFile);
}

export function readBorders() {
  return readJson('jiaozuo/districts.geojson', borderFile);
}

/** Published problems and tables, as their own readers take them. */
export function readPublished(name: 'jiaozuo/ledger-history' | `bulletins/${string}`): unknown {
  return readJson(`${name}.json`, z.unknown());
}

export function readSpeeches(): string {
  return readText('pledges/pledge-speeches-2019.txt');
}
