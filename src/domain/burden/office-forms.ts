import { form } from './burden-form.ts';

/** Forms about people, units, settings and notifications. */
export const officeForms = [
  form('access.signIn', null, { login: 'asked', password: 'asked' }),
  form('access.changePassword', null, { current: 'asked', next: 'asked' }),
  form('access.setLocale', null, { locale: 'chosen' }),

  form('organisation.createPerson', 'person.manage', {
    login: 'asked',
    name: 'asked',
    password: 'optional',
    grant: 'chosen',
  }),
  form('organisation.grantRole', 'person.manage', {
    role: 'chosen',
    unitId: 'prefilled',
    validFrom: 'prefilled',
  }),
  form('organisation.setContact', 'unit.edit', { personId: 'chosen' }),
  form('organisation.createUnit', 'unit.edit', {
    code: 'asked',
    kind: 'chosen',
    parentId: 'prefilled',
    validFrom: 'prefilled',
    name: 'asked',
    shortName: 'optional',
    nameEn: 'optional',
    aliases: 'optional',
    unitType: 'optional',
    source: 'optional',
  }),
  form('organisation.editUnit', 'unit.edit', {
    name: 'prefilled',
    shortName: 'prefilled',
    nameEn: 'prefilled',
    aliases: 'prefilled',
    unitType: 'prefilled',
    source: 'prefilled',
  }),
  form('organisation.moveUnit', 'unit.edit', { parentId: 'chosen', from: 'prefilled' }),
  form('organisation.closeUnit', 'unit.edit', { validTo: 'prefilled' }),
  form('organisation.addTaskLine', 'unit.edit', {
    name: 'asked',
    validFrom: 'prefilled',
    source: 'optional',
  }),
  form('organisation.closeTaskLine', 'unit.edit', { validTo: 'prefilled' }),

  form('settings.readHolidayNotice', 'ledger.configure', { year: 'prefilled', text: 'asked' }),
  form('settings.saveCalendarYear', 'ledger.configure', { days: 'prefilled', source: 'asked' }),
  form('settings.saveLadder', 'ledger.configure', { steps: 'prefilled' }),
  form('settings.saveLedger', 'ledger.configure', { settings: 'prefilled' }),
  form('settings.saveLimit', 'ledger.configure', {
    hours: 'prefilled',
    clock: 'prefilled',
    highHours: 'prefilled',
    defaultSeverity: 'prefilled',
  }),
  form('settings.saveOfficeHours', 'ledger.configure', { hours: 'prefilled' }),

  form('notifications.setPreferences', null, { email: 'prefilled', mail: 'prefilled', muted: 'prefilled' }),
  form('notifications.setSettings', 'ledger.configure', { mail: 'prefilled' }),
  form('notifications.setChannel', 'ledger.configure', {
    medium: 'chosen',
    name: 'asked',
    url: 'asked',
    secret: 'optional',
    locale: 'prefilled',
    groups: 'chosen',
    keepsQuiet: 'prefilled',
    isActive: 'prefilled',
  }),
  form('notifications.tryChannel', 'ledger.configure', { deliveryId: 'carried' }),
  form('notifications.sendAllAgain', 'ledger.configure', { channelId: 'carried' }),
  form('notifications.readAll', null, { until: 'carried' }),

  form('burden.recordTiming', null, { form: 'carried', seconds: 'carried' }),
] as const;
