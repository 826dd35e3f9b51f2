import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadSpeech } from '../../src/contract/pledges.ts';
import type { ProblemTimelineEntry } from '../../src/contract/problems.ts';
import type { RankingUnitView } from '../../src/contract/rankings.ts';
import type { VisitLine } from '../../src/contract/rounds.ts';
import { foldProblem } from '../../src/domain/problems/apply-problem.ts';
import {
  listProblemEvents,
  problemEventOf,
  verifyProblemChain,
} from '../../src/server/problems/problem-history.ts';
import {
  bodyOf,
  buildCampaignCity,
  type CampaignCity,
  dayOf,
  streetScheme,
} from '../support/campaign-city.ts';
import { docxText } from '../support/docx-text.ts';
import { readSpeeches } from '../support/speeches.ts';
import { openTestHouse, type TestClient, type TestHouse } from '../support/test-city.ts';

// One story in chapters: each goes on where the one before ended.
let house: TestHouse;
let story: CampaignCity;
let office: TestClient;
let round: { readonly id: string; readonly visits: readonly VisitLine[] };
let problemId: string;
let rankingId: string;
let pledgeId: string;

beforeAll(async () => {
  house = await openTestHouse();
  story = await buildCampaignCity(house);
  office = await story.client('office');
});
afterAll(() => house.close());

const visitOf = (code: string) => round.visits.find((visit) => visit.site.code === code)?.id ?? '';
const problem = () => bodyOf(office.get(`/api/problems/${problemId}`));

describe('the story of a blue flag', () => {
  it('begins with a standard, yards in three streets and a round', async () => {
    const versionId = await story.publishStandard();
    const siteIds = await story.registerYards();
    round = await story.openRound();
    expect(round.visits.map((visit) => visit.site.id).sort()).toEqual([...siteIds].sort());
    expect(await bodyOf(office.get(`/api/rounds/${round.id}`))).toMatchObject({
      state: 'open',
      versionId,
      visits: 4,
      assigned: 4,
      done: 0,
    });
  });

  it('finds a yard of 东方红街道 in a bad way; each problem gets a unit, a person and a deadline', async () => {
    const receipt = await story.inspect(visitOf('YARD-B1'), { 'YARD-03': 2, 'YARD-06': 1, 'YARD-10': 3 });
    expect(receipt).toMatchObject({ isScored: true, vetoFailed: true, vetoedItems: ['YARD-06'] });
    const unitNames = Object.fromEntries(
      receipt.problems.map(({ itemCode, unitName }) => [itemCode, unitName]),
    );
    expect(unitNames).toEqual({
      'YARD-03': '东方红街道办事处',
      'YARD-06': '市城市管理局',
      'YARD-10': '东方红街道办事处',
    });
    problemId = receipt.problems.find((each) => each.itemCode === 'YARD-03')?.id ?? '';
    expect(await problem()).toMatchObject({
      state: 'dispatched',
      itemTitle: '无积存垃圾',
      defects: 2,
      personId: story.people.liaison.id,
      // 16 working hours from Monday 10:00: 6½ that day, 8 on Tuesday, 1½ on Wednesday
      deadlineAt: '2026-11-25T02:00:00.000Z',
      light: 'green',
    });
    for (const { deadlineAt, state } of receipt.problems) {
      expect(state).toBe('dispatched');
      expect(Date.parse(deadlineAt ?? '')).toBeGreaterThan(house.clock.now.getTime());
    }
  });

  it('finds little or nothing in the other streets, and the round is closed', async () => {
    await story.inspect(visitOf('YARD-B2'), {});
    await story.inspect(visitOf('YARD-M1'), { 'YARD-04': 1 });
    await story.inspect(visitOf('YARD-R1'), {});
    await bodyOf(office.post(`/api/rounds/${round.id}/close`));
    expect(await bodyOf(office.get(`/api/rounds/${round.id}`))).toMatchObject({
      state: 'closed',
      done: 4,
      problems: 4,
    });
  });

  it('gives the problem to a grid worker, who puts it right and says so with a photo', async () => {
    story.later(30);
    await bodyOf(story.move('liaison', problemId, 'assign', { personId: story.people.grid.id }));
    await bodyOf(story.move('grid', problemId, 'start'));
    story.later(60);
    const bare = await story.move('grid', problemId, 'claim-fixed', { photos: [], reason: null });
    expect([bare.status, bare.body.code]).toEqual([409, 'problem.photoOrReason']);
    const photos = [await story.photo('grid')];
    const claimed = await bodyOf(story.move('grid', problemId, 'claim-fixed', { photos, reason: null }));
    expect(claimed).toMatchObject({ state: 'fix_claimed', fixClaimedBy: { id: story.people.grid.id } });
  });

  it('lets neither the fixer nor a verifier of the same street strike it off', async () => {
    story.later(30);
    // the fixer may verify elsewhere; his own work stays closed to him all the same
    await story.alsoVerifier('grid');
    for (const [person, code] of [
      ['grid', 'problem.ownFix'],
      ['streetverifier', 'problem.ownUnitFix'],
    ] as const) {
      const photos = [await story.photo(person)];
      const refused = await story.move(person, problemId, 'confirm', { photos, offSiteReason: null });
      expect([refused.status, refused.body.code]).toEqual([409, code]);
    }
    expect((await problem()).state).toBe('fix_claimed');
  });

  it('sends it back once, and strikes it off when it is truly put right', async () => {
    const again = { photos: [await story.photo('verifier')], reason: '墙角还有一堆垃圾', deadlineAt: null };
    await bodyOf(story.move('verifier', problemId, 'send-back', again));
    expect(await problem()).toMatchObject({ state: 'in_progress', reworkCount: 1 });
    story.later(60);
    const after = [await story.photo('grid')];
    await bodyOf(story.move('grid', problemId, 'claim-fixed', { photos: after, reason: null }));
    story.later(60);
    const old = await story.move('verifier', problemId, 'confirm', {
      photos: again.photos,
      offSiteReason: null,
    });
    expect([old.status, old.body.code]).toEqual([409, 'problem.photoBeforeClaim']);
    const photos = [await story.photo('verifier')];
    await bodyOf(story.move('verifier', problemId, 'confirm', { photos, offSiteReason: null }));
    expect(await problem()).toMatchObject({
      state: 'struck_off',
      struckOffBy: { id: story.people.verifier.id },
      reworkCount: 1,
    });
  });

  it('keeps a history that folds to the row and whose chain holds', async () => {
    const view = await problem();
    expect(view.chainHolds).toBe(true);
    expect(view.timeline.map((entry: ProblemTimelineEntry) => entry.kind)).toEqual([
      'problem.raised',
      'problem.dispatched',
      'problem.assigned',
      'problem.started',
      'problem.fix_claimed',
      'problem.sent_back',
      'problem.fix_claimed',
      'problem.struck_off',
    ]);
    const { id } = story.city;
    await story.city.write(async (tx) => {
      const events = await listProblemEvents(tx, id, problemId);
      expect(foldProblem(events.map(problemEventOf))).toMatchObject({ state: 'struck_off', version: 8 });
      expect(await verifyProblemChain(tx, id, problemId)).toMatchObject({ holds: true, brokenAt: null });
    });
  });

  it('ranks the streets: red flag for the best, blue for the last', async () => {
    story.later(24 * 60);
    const scheme = streetScheme(story);
    await bodyOf(office.post('/api/schemes', scheme));
    rankingId = uuid();
    const draft = await bodyOf(
      office.post('/api/rankings', {
        id: rankingId,
        schemeId: scheme.id,
        roundId: round.id,
        title: '第一轮督导结果通报',
        period: { from: dayOf(house, -7), to: dayOf(house, 0) },
      }),
    );
    const table = draft.groups[0].units.map(({ rank, name, flag }: RankingUnitView) => [rank, name, flag]);
    expect(table).toEqual([
      [1, '定和街道办事处', 'red'],
      [2, '焦东街道办事处', null],
      [3, '东方红街道办事处', 'blue'],
    ]);
  });

  it('publishes the ranking for good, with a numbered bulletin', async () => {
    const publish = { version: 1, decisions: [] };
    const published = await bodyOf(office.post(`/api/rankings/${rankingId}/publish`, publish));
    expect(published).toMatchObject({ state: 'published', documentNumber: '焦城创指〔2026〕1号' });
    const changed = await office.post(`/api/rankings/${rankingId}/recompute`, { version: published.version });
    expect([changed.status, changed.body.code]).toEqual([409, 'ranking.published']);
    const words = await docxText((await office.get(`/api/rankings/${rankingId}/bulletin.docx`)).bytes);
    for (const part of ['焦城创指〔2026〕1号', '定和街道办事处', '红旗', '东方红街道办事处', '蓝旗']) {
      expect(words).toContain(part);
    }
  });

  it('asks the street under the blue flag for a pledge within seven days', async () => {
    const { pledges } = await bodyOf((await story.client('head')).get('/api/pledges'));
    expect(pledges).toHaveLength(1);
    expect(pledges[0]).toMatchObject({
      unit: { id: story.units.blue.id },
      state: 'due',
      flagColour: 'blue',
      dueOn: dayOf(house, 7),
    });
    pledgeId = pledges[0].id;
  });

  it('reads the speech in either script, and holds the street to it by person and day', async () => {
    const head = await story.client('head');
    const { traditional, simplified } = await readSpeeches();
    const [read, same] = await Promise.all(
      [traditional, simplified].map(async (text) => {
        const { speeches } = await bodyOf(head.post('/api/pledges/parse', { text, year: 2026 }));
        return speeches[0] as ReadSpeech;
      }),
    );
    if (!read || !same) throw new Error('no speech was read');
    expect(read.units.map((unit) => unit.id)).toEqual([story.units.blue.id]);
    expect(read.commitments.length).toBeGreaterThan(3);
    const kinds = (each: ReadSpeech) => each.commitments.map(({ kind, span }) => [kind, ...span]);
    expect(kinds(same)).toEqual(kinds(read));

    const wishes = read.commitments.map(({ text, kind, places, quantity, span }) => {
      const whole = { personId: story.people.liaison.id, dueOn: dayOf(house, 30) };
      return { id: uuid(), text, kind, places, quantity, span, ...whole };
    });
    const content = {
      speakerPost: '街道办事处主任',
      sourceText: read.text,
      causes: read.causes.map(({ text, span }) => ({ text, span })),
      commitments: wishes,
    };
    const { version } = await bodyOf(head.get(`/api/pledges/${pledgeId}`));
    const drafted = await bodyOf(head.put(`/api/pledges/${pledgeId}`, { version, ...content }));
    await bodyOf(head.post(`/api/pledges/${pledgeId}/confirm`, { version: drafted.version }));
    const shown = await bodyOf(office.get(`/api/commitments?unitId=${story.units.blue.id}`));
    expect(shown.counts).toEqual({ open: wishes.length, overdue: 0 });
    expect(shown.commitments[0]).toMatchObject({
      person: { id: story.people.liaison.id },
      dueOn: dayOf(house, 30),
      state: 'open',
    });
  });
});
