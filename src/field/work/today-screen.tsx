import { useState } from 'react';
import type { PacketProblem, PacketVisit } from '../../contract/sync.ts';
import { light } from '../../domain/deadlines/light.ts';
import { canScan, ScanCode } from '../capture/scan-code.tsx';
import { FieldLink } from '../shell/field-address.tsx';
import { useFieldName, useFieldWords } from '../shell/field-words.tsx';
import { ageOf } from '../shell/line-bar.tsx';
import { usePhone, useStored } from '../shell/phone.tsx';
import { Screen } from '../shell/screen.tsx';
import { listProblems, listVisits } from '../store/packet-store.ts';

/** What this person has to do today, by what he is: visits, own tasks, the unit's, fixes to verify. */
export function TodayScreen() {
  const { say } = useFieldWords();
  const { person, packet, outbox, isFetching, syncNow } = usePhone();
  const visits = useStored(listVisits, []) ?? [];
  const problems = useStored(listProblems, []) ?? [];
  const sent = new Set(outbox.map((item) => item.subjectId));
  const toDo = visits.filter((visit) => visit.inspectionId === null && !sent.has(visit.id));
  const heaps = (['mine', 'verify', 'unit'] as const).map((reason) => ({
    reason,
    problems: problems.filter(
      (problem) =>
        problem.reasons.includes(reason) && (reason !== 'unit' || !problem.reasons.includes('mine')),
    ),
  }));
  const [typed, setTyped] = useState('');
  const shown = toDo.filter(({ site }) => fits(typed, [site.code, site.name, site.address]));
  const isIdle = toDo.length === 0 && heaps.every((heap) => heap.problems.length === 0);
  return (
    <Screen title={person.cityName} sub={person.name} isHome>
      {person.isSample && <p className="second">{say('field.sample')}</p>}
      <div className="row">
        <button type="button" onClick={() => void syncNow()} disabled={isFetching}>
          {say(isFetching ? 'field.fetching' : 'field.fetch')}
        </button>
        <FieldLink to={['map']} className="button">
          {say('field.map')}
        </FieldLink>
        <FieldLink to={['outbox']} className="button">
          {say('field.outbox')}
        </FieldLink>
        <FieldLink to={['settings']} className="button">
          {say('field.settings')}
        </FieldLink>
      </div>
      <p className="second">
        {packet ? say('field.packetAge', { age: ageOf(packet.takenAt, say) }) : say('field.noPacket')}
      </p>
      {visits.length > 0 && (
        <section aria-labelledby="visits">
          <h2 id="visits">{say('field.visits', { toDo: toDo.length, done: visits.length - toDo.length })}</h2>
          {toDo.length > 8 && <Find value={typed} onChange={setTyped} />}
          <ul className="plain">
            {shown.slice(0, mostLines).map((visit) => (
              <VisitLine key={visit.id} visit={visit} />
            ))}
          </ul>
        </section>
      )}
      {heaps.map(
        ({ reason, problems: heap }) =>
          heap.length > 0 && (
            <section key={reason} aria-labelledby={reason}>
              <h2 id={reason}>{say(`field.heap.${reason}`, { count: heap.length })}</h2>
              {(packet?.leftOut[reason] ?? 0) > 0 && (
                <p className="soon">▲ {say('field.leftOut', { count: packet?.leftOut[reason] })}</p>
              )}
              <ProblemLines problems={heap} />
            </section>
          ),
      )}
      {packet && isIdle && <p>{say('field.nothingToDo')}</p>}
    </Screen>
  );
}

/** Whether any of the texts holds what was typed, whatever its case; nothing typed fits all. */
function fits(typed: string, texts: readonly (string | null)[]): boolean {
  const wanted = typed.trim().toLowerCase();
  return texts.some((text) => text?.toLowerCase().includes(wanted));
}

/** Finds a place by code, name or address; where the browser can, by the code on its plate. */
function Find({ value, onChange }: { value: string; onChange: (typed: string) => void }) {
  const { say } = useFieldWords();
  return (
    <div className="stack">
      <label>
        {say('field.find')}
        <input type="search" value={value} onChange={(event) => onChange(event.target.value)} />
      </label>
      {canScan() && <ScanCode onFound={onChange} />}
    </div>
  );
}

function VisitLine({ visit }: { visit: PacketVisit }) {
  const name = useFieldName();
  const { site } = visit;
  return (
    <li>
      <FieldLink to={['visit', visit.id]} className="entry">
        <strong>{site.name}</strong>
        <small>
          {[
            site.code,
            name({ name: site.siteTypeName, nameEn: site.siteTypeNameEn }),
            site.unitName,
            site.address,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </FieldLink>
    </li>
  );
}

/** Most lines drawn at once: a long list would freeze a slow phone. */
const mostLines = 100;

function ProblemLines({ problems }: { problems: readonly PacketProblem[] }) {
  const { say } = useFieldWords();
  const byDeadline = [...problems].sort((a, b) => (a.deadlineAt ?? '~').localeCompare(b.deadlineAt ?? '~'));
  return (
    <>
      <ul className="plain">
        {byDeadline.slice(0, mostLines).map((problem) => (
          <li key={problem.id}>
            <FieldLink to={['problem', problem.id]} className="entry">
              <strong>
                {problem.number} {problem.title}
              </strong>
              <small>
                <LightMark problem={problem} /> {problem.placeText}
              </small>
            </FieldLink>
          </li>
        ))}
      </ul>
      {byDeadline.length > mostLines && (
        <p className="second">{say('field.moreLines', { count: byDeadline.length - mostLines })}</p>
      )}
    </>
  );
}

const marks = { green: '●', yellow: '▲', red: '■' } as const;

/** The deadline's light as shape and word, not colour alone. */
export function LightMark({ problem }: { problem: PacketProblem }) {
  const { say, locale } = useFieldWords();
  const { deadlineAt, dispatchedAt, clockStopped } = problem;
  if (clockStopped) return <span className="second">‖ {say('field.clockStopped')}</span>;
  if (deadlineAt === null || dispatchedAt === null) return null;
  const now = light(new Date().toISOString(), dispatchedAt, deadlineAt);
  const when = new Date(deadlineAt).toLocaleString(locale === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: 'numeric',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (
    <span className={`light-${now}`}>
      {marks[now]} {say(`field.light.${now}`, { when })}
    </span>
  );
}
