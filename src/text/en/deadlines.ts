import type { deadlinesZh } from '../zh-CN/deadlines.ts';

export const deadlinesEn: Record<keyof typeof deadlinesZh, string> = {
  'deadlines.light.green': 'In time',
  'deadlines.light.yellow': 'Due soon',
  'deadlines.light.red': 'Overdue',
  'deadlines.clock.work': 'Working hours',
  'deadlines.clock.elapsed': 'Clock hours',
  'deadlines.limit.work': '{{hours}} working hours (8 make one working day)',
  'deadlines.limit.elapsed': '{{hours}} hours round the clock',
  'deadlines.yearNotCovered':
    'The holidays of {{year}} are not entered yet; deadlines count Monday to Friday for now.',
  'deadlines.stopReason.severeWeather': 'Severe weather',
  'deadlines.stopReason.approvalPending': 'Planning or building permit pending',
  'deadlines.stopReason.legalProcedure': 'Public notice, tender or court procedure',
  'deadlines.stopReason.ownershipDispute': 'Ownership being settled',
  'deadlines.stopReason.majorEvent': 'Works halted for a major event',

  'refusal.calendar.noHours': 'The calendar has no office hours.',
  'refusal.calendar.badHours': 'Office hours {{from}}–{{to}} must be HH:MM with the end after the start.',
  'refusal.calendar.hoursOverlap':
    'Office hours {{from}}–{{to}} overlap the ones before or are out of order.',
  'refusal.calendar.badDate': 'There is no date “{{date}}”; write it like 2026-10-01.',
  'refusal.calendar.dateTwice': 'The date {{date}} is listed both as off and as working day.',
};
