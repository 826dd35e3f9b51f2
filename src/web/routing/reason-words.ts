import { useWords } from '../../client/words.tsx';
import type { RoutingReasonView } from '../../contract/routing.ts';

/** Why a unit, in one sentence: the city's rule, or what item and category say. */
export function useReasonWords(): (reason: RoutingReasonView) => string {
  const say = useWords();
  return ({ ruleKey, ruleName, target, ground }) => {
    const because = ground === null ? say(`routing.target.${target}`) : say(`routing.ground.${ground}`);
    return ruleKey === null ? because : say('routing.reason.rule', { name: ruleName, target: because });
  };
}
