import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/contract/endpoint.ts';
import { alwaysCarried, type FieldClass } from '../../src/domain/burden/burden-form.ts';
import { burdenForms, findForm } from '../../src/domain/burden/burden-forms.ts';
import { isOnPerson, knownFrom } from '../../src/domain/burden/known-facts.ts';
import { moveOf, problemCommandTypes } from '../../src/domain/problems/problem-moves.ts';
import { en } from '../../src/text/en.ts';
import { zhCN } from '../../src/text/zh-CN.ts';
import { listEndpoints, pathPartsOf } from '../support/every-endpoint.ts';
import { keysOf } from '../support/schema-samples.ts';

const changes = (await listEndpoints()).filter((one) => one.method !== 'GET');

/** Fields of a body that somebody or something must fill in. */
function fieldsOf(endpoint: Endpoint): string[] {
  return keysOf(endpoint.body).filter((name) => !alwaysCarried.includes(name));
}

/** What stands in the address tells too: `/api/problems/:id` a problem. */
function addressFacts(endpoint: Endpoint): string[] {
  const subject = /^\/api\/([a-z]+?)s?\/:id/.exec(endpoint.path.replaceAll('-', ''))?.[1];
  return [...pathPartsOf(endpoint), ...(subject ? [`${subject}Id`] : [])];
}

/** Fields of a form that the house knows already, with what tells them. */
function knownFields(
  names: readonly string[],
  declared: Readonly<Record<string, FieldClass>>,
  address: readonly string[],
) {
  return names.flatMap((name) => {
    const source = isOnPerson(declared[name] ?? 'asked')
      ? knownFrom(name, [...names, ...address])
      : undefined;
    return source ? [{ name, source }] : [];
  });
}

describe('the burden of forms', () => {
  it('is declared, field by field, for every endpoint that takes something', () => {
    const undeclared = changes.flatMap((endpoint) => {
      const declared = Object.keys(findForm(endpoint.name)?.fields ?? {});
      const missing = fieldsOf(endpoint).filter((name) => !declared.includes(name));
      if (missing.length === 0) return [];
      const guess = fieldsOf(endpoint).map((name) => `${name}: '…'`);
      return [
        `${endpoint.name}: ${missing.join(', ')} not declared. Write in src/domain/burden/*-forms.ts ` +
          `form('${endpoint.name}', '<verb>', { ${guess.join(', ')} }) with asked, chosen, optional, prefilled or ` +
          `carried for each, and 'burden.form.${endpoint.name}' in src/text/{zh-CN,en}/burden.ts.`,
      ];
    });
    expect(undeclared).toEqual([]);
  });

  it('declares nothing that no endpoint takes, and each form once', () => {
    const byName = new Map(changes.map((endpoint) => [endpoint.name, endpoint]));
    const stray = burdenForms.flatMap((form) => {
      const endpoint = byName.get(form.key);
      if (!endpoint) return [`${form.key}: no such endpoint`];
      const known = fieldsOf(endpoint);
      return Object.keys(form.fields)
        .filter((name) => !known.includes(name))
        .map((name) => `${form.key}: no field ${name}`);
    });
    expect(stray).toEqual([]);
    expect(new Set(burdenForms.map((form) => form.key)).size).toBe(burdenForms.length);
  });

  it('never asks for a fact the house already holds', () => {
    const asked = changes.flatMap((endpoint) =>
      knownFields(fieldsOf(endpoint), findForm(endpoint.name)?.fields ?? {}, addressFacts(endpoint)).map(
        ({ name, source }) =>
          `${endpoint.name} asks for ${name}, which ${source === 'always' ? 'is known' : `${source} tells`}: ` +
          `drop it, or declare it prefilled and fill it in.`,
      ),
    );
    expect(asked).toEqual([]);
  });

  it('would notice such a form', () => {
    const asked = (names: readonly string[], how: FieldClass, address: readonly string[] = []) =>
      knownFields(names, Object.fromEntries(names.map((name) => [name, how])), address).map(
        (one) => one.name,
      );
    expect(asked(['siteId', 'siteName', 'title'], 'asked')).toEqual(['siteName']);
    expect(asked(['siteName', 'title'], 'asked')).toEqual([]);
    expect(asked(['reporterName'], 'optional')).toEqual(['reporterName']);
    expect(asked(['today'], 'chosen')).toEqual(['today']);
    expect(asked(['categoryKey', 'deadlineHours'], 'asked')).toEqual(['deadlineHours']);
    expect(asked(['categoryKey', 'deadlineHours'], 'prefilled')).toEqual([]);
    expect(asked(['problemTitle'], 'asked', ['problemId'])).toEqual(['problemTitle']);
  });

  it('meets those who may make the move', () => {
    const endpointOf: Readonly<Record<string, string>> = { returnNotOurs: 'return', confirmFixed: 'confirm' };
    const wrong = problemCommandTypes.flatMap((type) => {
      const form = findForm(`problems.${endpointOf[type] ?? type}`);
      return form && form.verb !== moveOf(type).verb
        ? [`${form.key}: ${form.verb}, not ${moveOf(type).verb}`]
        : [];
    });
    expect(wrong).toEqual([]);
  });

  it('has words for every form', () => {
    const nameless = burdenForms
      .map((form) => `burden.form.${form.key}`)
      .filter((key) => !(key in zhCN && key in en));
    expect(nameless).toEqual([]);
  });
});
