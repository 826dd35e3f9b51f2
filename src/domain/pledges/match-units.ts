/** A unit of the register as names are compared with it. */
export interface RegisteredUnit {
  readonly id: string;
  readonly path: string;
  /** Its name, short name and aliases. */
  readonly names: readonly string[];
  /** Names, short names and aliases of the units above it. */
  readonly above: readonly string[];
}

/** What a speech says about its unit, in simplified script; an empty string where it says nothing. */
export interface NamedOffice {
  readonly unit: string;
  readonly district: string;
}

/** `certain`: the words fit this unit alone; else a person chooses. */
export interface UnitMatch {
  readonly unitId: string;
  readonly certain: boolean;
}

const mostMatches = 5;

/**
 * The units a speech may mean, best first. A name fits wholly (东方红街道办事处, 山阳区东方红街道) or as
 * the usual abbreviation, which keeps the first character and the order of the rest (住建局 for
 * 住房和城乡建设局). A stated district rules out units of other districts.
 */
export function matchUnits(named: NamedOffice, register: readonly RegisteredUnit[]): readonly UnitMatch[] {
  if (named.unit === '') return [];
  const scored = register
    .map((unit) => ({ unit, score: scoreOf(named, unit) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || compareText(a.unit.path, b.unit.path));
  const best = scored[0]?.score ?? 0;
  const isAlone = scored.filter(({ score }) => score === best).length === 1;
  return scored.slice(0, mostMatches).map(({ unit, score }, index) => ({
    unitId: unit.id,
    certain: index === 0 && isAlone && score >= whole,
  }));
}

const whole = 3;

function scoreOf(named: NamedOffice, unit: RegisteredUnit): number {
  const stated = named.district !== '';
  const inDistrict = stated && unit.above.some((name) => isArea(name, named.district));
  const wholeName = unit.names.some((name) => name === named.unit);
  if (stated && !inDistrict) return wholeName && named.unit.startsWith(named.district) ? whole : 0;
  const above = [...unit.above, named.district];
  const wanted = bareOffice(named.unit, above);
  const bare = unit.names.map((name) => bareOffice(name, above));
  if (wholeName || bare.includes(wanted)) return inDistrict ? whole + 1 : whole;
  if (bare.some((name) => isAbbreviation(wanted, name))) return inDistrict ? 2 : 1;
  return 0;
}

function isArea(name: string, district: string): boolean {
  return name === district || (district.length >= 2 && name.endsWith(district));
}

/** The office's own name: without the names of areas before it and without the form of its seat. */
function bareOffice(name: string, areas: readonly string[]): string {
  let bare = name.replaceAll(/\s/g, '');
  for (;;) {
    const area = areas.find(
      (each) => each.length >= 2 && bare.startsWith(each) && bare.length - each.length >= 2,
    );
    if (area === undefined) break;
    bare = bare.slice(area.length);
  }
  return bare
    .replace(/(?:街道办事处|街道办|办事处|街道)$/, '街道')
    .replace(/(?<=[镇乡村])(?:人民)?政府$/, '');
}

/** Whether `short` is `long` with characters left out, the first one kept: 卫健委 of 卫生健康委员会. */
function isAbbreviation(short: string, long: string): boolean {
  if (short.length < 2 || short.length >= long.length || short[0] !== long[0]) return false;
  let at = 0;
  for (const sign of short) {
    at = long.indexOf(sign, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
