import { describe, expect, it } from 'vitest';
import { matchUnits, type RegisteredUnit } from './match-units.ts';

const city = ['焦作市'];
const unit = (id: string, path: string, names: string[], above: string[] = []): RegisteredUnit => ({
  id,
  path,
  names,
  above: [...city, ...above],
});
const zone = ['焦作城乡一体化示范区', '示范区'];
const register = [
  unit('city-housing', '1.h', ['焦作市住房和城乡建设局', '市住建局']),
  unit('health', '1.w', ['焦作市卫生健康委员会']),
  unit('zz-housing', '1.3.h', ['中站区住房和城乡建设局'], ['中站区']),
  unit('sy-housing', '1.5.h', ['山阳区住房和城乡建设局'], ['山阳区']),
  unit('dfh', '1.5.1', ['东方红街道办事处'], ['山阳区']),
  unit('dfh-2', '1.6.1', ['东方红街道'], ['解放区']),
  unit('ym', '1.7.1', ['阳庙镇'], zone),
];
const match = (unitName: string, district = '') => matchUnits({ unit: unitName, district }, register);

describe('matchUnits', () => {
  it.each([
    ['中站区住建局', '中站区', 'zz-housing'],
    ['东方红街道办事处', '山阳区', 'dfh'],
    ['山阳区东方红街道办事处', '山阳区', 'dfh'],
    ['东方红街道办', '解放区', 'dfh-2'],
    ['阳庙镇', '示范区', 'ym'],
    ['阳庙镇人民政府', '', 'ym'],
    ['市住建局', '', 'city-housing'],
  ])('finds %s of “%s”', (name, district, id) => {
    expect(match(name, district)[0]?.unitId).toBe(id);
  });

  it('is certain only where the whole name fits one unit', () => {
    expect(match('阳庙镇', '示范区')).toEqual([{ unitId: 'ym', certain: true }]);
    expect(match('中站区住建局', '中站区')).toEqual([{ unitId: 'zz-housing', certain: false }]);
    expect(match('东方红街道办事处').map((each) => each.certain)).toEqual([false, false]);
  });

  it('takes no unit of another district and no mere likeness', () => {
    expect(match('东方红街道办事处', '马村区')).toEqual([]);
    expect(match('建设局')).toEqual([]);
    expect(match('卫健委').map((each) => each.unitId)).toEqual(['health']);
    expect(match('')).toEqual([]);
  });
});
