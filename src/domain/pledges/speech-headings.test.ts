import { describe, expect, it } from 'vitest';
import { describeOffice, readHeading, speechParts } from './speech-headings.ts';

function heading(line: string): string | null {
  const found = readHeading(line)?.heading;
  return found ? [found.speaker, found.district, found.unit, found.post].join('|') : null;
}

describe('readHeading', () => {
  it.each([
    ['某某(山陽區東方紅街道辦事處主任)', '某某|山阳区|东方红街道办事处|主任'],
    ['某某(示範區陽廟鎮鎮長)', '某某|示范区|阳庙镇|镇长'],
    ['某某(中站區住建局局長)', '某某|中站区|中站区住建局|局长'],
    ['　韓 甲（中站區 住建局局長）\r', '韓甲|中站区|中站区住建局|局长'],
    ['李甲（解放区焦北街道党工委副书记、办事处主任）', '李甲|解放区|焦北街道|党工委副书记、办事处主任'],
    ['李甲（焦作城乡一体化示范区苏家作乡党委书记）', '李甲|焦作城乡一体化示范区|苏家作乡|党委书记'],
    ['李甲（焦作市山阳区城市管理局局长）', '李甲|山阳区|山阳区城市管理局|局长'],
    ['×××（山阳区太行社区党支部书记）', '×××|山阳区|太行社区|党支部书记'],
    ['李甲（山阳区区长）', '李甲|山阳区|山阳区|区长'],
    ['李甲（阳庙镇）', '李甲||阳庙镇|'],
    ['阳庙镇镇长（李甲）', '李甲||阳庙镇|镇长'],
    ['李小甲，山阳区东方红街道办事处主任', '李小甲|山阳区|东方红街道办事处|主任'],
    ['山阳区东方红街道办事处 主任 李小甲', '李小甲|山阳区|东方红街道办事处|主任'],
    ['山阳区东方红街道办事处主任李小甲', '李小甲|山阳区|东方红街道办事处|主任'],
    ['李 甲  示范区阳庙镇镇长', '李甲|示范区|阳庙镇|镇长'],
    ['表态人：李甲（市示范区阳庙镇镇长）', '李甲|示范区|阳庙镇|镇长'],
    ['一、李甲（示范区阳庙镇镇长）', '李甲|示范区|阳庙镇|镇长'],
    ['阳庙镇表态发言', '||阳庙镇|'],
    ['中站区住建局检讨书', '|中站区|中站区住建局|'],
    ['山阳区向阳街道办事处主任表态发言', '|山阳区|向阳街道办事处|主任'],
  ])('reads %s', (line, expected) => {
    expect(heading(line)).toBe(expected);
  });

  it.each([
    '',
    '   ',
    '一、加强领导',
    '创建(2019年)',
    '丰收路（山阳区）',
    '在此作深刻检讨',
    '我代表阳庙镇作检讨',
    '加强与街道办事处主任沟通',
    '整改措施（一）',
    '关于对阳庙镇的检讨',
    `甲${'（'.repeat(500)}`,
  ])('takes %j for no heading', (line) => {
    expect(heading(line)).toBeNull();
  });

  it('lets the speech go on behind the colon of its heading', () => {
    const line = '李甲（阳庙镇镇长）：我镇';
    expect(line.slice(readHeading(line)?.bodyOnSameLine ?? 0)).toBe('我镇');
  });
});

describe('describeOffice', () => {
  it('gives null for what names neither area nor unit', () => {
    expect(describeOffice('主任')).toBeNull();
    expect(describeOffice('')).toBeNull();
  });
});

describe('speechParts', () => {
  it('gives one part without heading for a text without headings', () => {
    expect(speechParts('下一步')).toEqual([{ heading: null, from: 0, to: 3 }]);
  });

  it('covers the text between the headings', () => {
    const text = '开场\n李甲（阳庙镇镇长）\n甲说\r\n李乙（太行社区书记）\n乙说';
    expect(speechParts(text).map(({ from, to }) => text.slice(from, to).trim())).toEqual([
      '开场',
      '甲说',
      '乙说',
    ]);
  });
});
