/** From what on a kind of problem counts as common (共性问题); the city's own data. */
export interface CommonProblemRule {
  /** Days back from today within which problems were raised. */
  readonly periodDays: number;
  readonly fewestProblems: number;
  readonly fewestUnits: number;
  readonly fewestSites: number;
}

/** Where the city set nothing: ten problems in three units and five places within a quarter. */
export const defaultCommonProblemRule: CommonProblemRule = {
  periodDays: 90,
  fewestProblems: 10,
  fewestUnits: 3,
  fewestSites: 5,
};

/** How much there is of one kind of problem in a period. */
export interface CommonFigures {
  readonly problems: number;
  /** Not yet struck off. */
  readonly open: number;
  /** Units that answer for at least one. */
  readonly units: number;
  readonly sites: number;
  /** Raised again at a site after strike-off. */
  readonly recurrences: number;
}

/** Whether the figures reach the rule. */
export function isCommon(figures: CommonFigures, rule: CommonProblemRule): boolean {
  return (
    figures.problems >= rule.fewestProblems &&
    figures.units >= rule.fewestUnits &&
    figures.sites >= rule.fewestSites
  );
}
