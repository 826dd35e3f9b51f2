import { describe, expect, it } from 'vitest';
import { namedPlaces } from './named-places.ts';

function places(text: string): readonly string[] {
  return namedPlaces(text).map(({ from, to }) => text.slice(from, to));
}

describe('namedPlaces', () => {
  it.each([
    ['以无主楼院、街巷以及重要部位为重点', ['无主楼院', '街巷', '重要部位']],
    ['从基础最差楼院、问题最突出的点位抓起', ['基础最差楼院', '问题最突出的点位']],
    ['对辖区各村、重要路段、中心市场等彻底进行清理', ['各村', '重要路段', '中心市场']],
    [
      '抓好镇政府所在地的占道经营、车辆乱停乱放、焦张线全面提升',
      ['镇政府所在地', '占道经营', '车辆乱停乱放', '焦张线'],
    ],
    ['丰收路绿化工程', ['丰收路']],
    ['建设路、和平街、太行西路占道经营', ['建设路', '和平街', '太行西路', '占道经营']],
    ['年底前完成焦东路改造工程', ['焦东路']],
    ['对新华街和人民路进行整治', ['新华街', '人民路']],
    ['抓好“一线四点”整治', ['一线四点']],
    ['加强对重点村创建工作的指导', ['重点村']],
  ])('reads %s', (text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it.each([
    '拿出路线图、任务表',
    '贯穿全年工作的主线',
    '开拓思路',
    '根据《实地考察点位测评标准》',
    '进村入户',
    '坚守底线',
  ])('finds no place in %s', (text) => {
    expect(places(text)).toEqual([]);
  });

  it('tells a place from a category of problem', () => {
    expect(namedPlaces('丰收路占道经营').map(({ isPlace }) => isPlace)).toEqual([true, false]);
  });
});
