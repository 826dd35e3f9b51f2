import { HouseLink } from '../../client/address.tsx';
import { formatDay } from '../../client/format.ts';
import { useReference } from '../../client/reference.tsx';
import { colours } from '../../client/theme.ts';
import { useLocale, useWords } from '../../client/words.tsx';
import type { UnitPage } from '../../contract/organisation.ts';

/** What is known of a unit, the contact first: without him nothing lands on a person. */
export function UnitFacts({ unit }: { unit: UnitPage }) {
  const say = useWords();
  const { locale } = useLocale();
  const { unitTypeName } = useReference();
  const facts: [string, string | null][] = [
    [say('organisation.fact.path'), unit.pathNames.join(' / ')],
    [say('common.code'), unit.code],
    [say('organisation.fact.kind'), say(`organisation.kind.${unit.kind}`)],
    [say('organisation.fact.unitType'), unit.unitType && unitTypeName(unit.unitType)],
    [say('organisation.fact.shortName'), unit.shortName],
    [say('organisation.fact.nameEn'), unit.nameEn],
    [say('organisation.fact.aliases'), unit.aliases.join(' · ') || null],
    [say('organisation.fact.validFrom'), formatDay(unit.validFrom, locale)],
    [say('organisation.fact.validTo'), unit.validTo && formatDay(unit.validTo, locale)],
    [say('organisation.fact.units'), String(unit.counts.units)],
    [say('organisation.fact.people'), String(unit.counts.people)],
    [say('common.source'), unit.source],
  ];
  return (
    <dl className="fact-list">
      <dt>{say('organisation.fact.contact')}</dt>
      <dd>
        <Contact unit={unit} />
      </dd>
      <dt>{say('organisation.fact.openProblems')}</dt>
      <dd>
        {unit.counts.openProblems > 0 ? (
          <HouseLink to="/ledger" search={{ unitId: unit.id }}>
            {unit.counts.openProblems}
          </HouseLink>
        ) : (
          0
        )}
      </dd>
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

function Contact({ unit }: { unit: UnitPage }) {
  const say = useWords();
  const { contact } = unit;
  if (contact?.isActive) return <strong>{contact.name}</strong>;
  // a closed unit gets no more work
  if (unit.validTo !== null) return <span>—</span>;
  return (
    <span style={{ color: colours.soon }}>
      ▲{' '}
      {contact
        ? `${contact.name}（${say('organisation.fact.contactLeft')}）`
        : say('organisation.fact.noContact')}
    </span>
  );
}
