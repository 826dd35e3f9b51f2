import { describe, expect, it } from 'vitest';
import { type ChecklistItemView, inspectionBody } from '../contract/inspections.ts';
import {
  bodyOf,
  countAnswered,
  draftKey,
  faultsByItem,
  keepDraft,
  readDraft,
  startDraft,
  withAnswer,
} from './visit-draft.ts';

const item: ChecklistItemView = {
  code: 'YARD-01',
  title: '宣传栏完好',
  titleEn: '',
  weight: '10',
  scale: { type: 'three_level' },
  veto: false,
  evidence: 'photo_on_fail',
  categoryName: '',
  categoryNameEn: '',
};
const items: ChecklistItemView[] = [
  item,
  {
    ...item,
    code: 'YARD-02',
    evidence: 'photo_required',
    scale: { type: 'defect_count', deductPerDefect: '1', zeroAtDefects: 3 },
  },
];
const packet = { id: '0190a7e4-0000-7000-8000-000000000002', items };
const now = '2026-11-23T02:00:00.000Z';
const started = startDraft('0190a7e4-0000-7000-8000-000000000001', now);
const photo = { sha256: 'a'.repeat(64), deviceTakenAt: now, lon: null, lat: null, accuracyM: null };

function storage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe('the draft of a visit', () => {
  it('survives a reload, for each person and visit apart', () => {
    const phone = storage();
    const draft = withAnswer(started, 'YARD-01', { value: 'partly', note: '旧海报' });
    expect(keepDraft(phone, draftKey('p1', 'v1'), draft)).toBe(true);
    expect(readDraft(phone, draftKey('p1', 'v1'))).toEqual(draft);
    expect(readDraft(phone, draftKey('p2', 'v1'))).toBeNull();
  });

  it('begins anew where what was kept cannot be read, and says when nothing can be kept', () => {
    const phone = storage();
    for (const text of ['{', '[]', '7', '{"id":1}']) {
      phone.kept.set('k', text);
      expect(readDraft(phone, 'k')).toBeNull();
    }
    const full = {
      ...phone,
      setItem: () => {
        throw new Error('quota');
      },
    };
    expect(keepDraft(full, 'k', started)).toBe(false);
  });

  it('names what is missing by the rule of the server', () => {
    expect([...faultsByItem(started, items).values()].map((fault) => fault.code)).toEqual([
      'inspection.missingAnswer',
      'inspection.missingAnswer',
    ]);
    const found = withAnswer(withAnswer(started, 'YARD-01', { value: 'met' }), 'YARD-02', {
      value: 'counted',
      defects: 2,
    });
    expect(faultsByItem(found, items).get('YARD-02')?.code).toBe('inspection.photoNeeded');
    expect(faultsByItem(withAnswer(found, 'YARD-02', { photos: [photo] }), items).size).toBe(0);
    expect(countAnswered(found, items)).toBe(2);
  });

  it('forgets what was sent as soon as an answer changes', () => {
    const sent = { ...started, sending: bodyOf(started, packet, now) };
    expect(withAnswer(sent, 'YARD-01', { value: 'met' }).sending).toBeNull();
  });

  it('is sent in the form the server takes, defects only with counts, position or reason', () => {
    let draft = withAnswer(started, 'YARD-01', { value: 'na', defects: 5 });
    draft = withAnswer(draft, 'YARD-02', { value: 'counted', defects: 0 });
    draft = withAnswer(draft, 'GONE-01', { value: 'met' });
    const without = bodyOf({ ...draft, noFixReason: ' 室内无信号 ' }, packet, now);
    expect(inspectionBody.parse(without)).toEqual(without);
    expect(without).toMatchObject({ position: null, noFixReason: '室内无信号' });
    expect(without.answers.map((answer) => [answer.itemCode, answer.defects])).toEqual([
      ['YARD-01', null],
      ['YARD-02', 0],
    ]);
    const fix = { lon: 113.2, lat: 35.2, accuracyM: 9, at: now };
    const placed = bodyOf({ ...draft, fix, noFixReason: '不用了' }, packet, now);
    expect(placed).toMatchObject({ position: { lon: 113.2, accuracyM: 9 }, noFixReason: null });
    expect(inspectionBody.safeParse(placed).success).toBe(true);
  });
});
