import {
  closeCommonProblem,
  confirmCommonProblem,
  getCommonProblems,
  reopenCommonProblem,
  reportCommonProblem,
  reviseCommonProblem,
  setCommonProblemRule,
} from '../../contract/common-problems.ts';
import { implement, type Route } from '../platform/http-endpoint.ts';
import { changeCommonProblemRule, enterCommonProblem, moveCommonProblem } from './common-problem-command.ts';
import { viewCommonProblems } from './common-problem-view.ts';

/** The register of common problems (共性问题) and its rule. */
export function commonProblemRoutes(): Route[] {
  return [
    implement(getCommonProblems, async (call) => {
      call.ask.requireAnywhere('problem.view');
      return viewCommonProblems(call);
    }),
    implement(confirmCommonProblem, (call) => enterCommonProblem(call, call.body)),
    implement(reviseCommonProblem, (call) => {
      const { commandId, measure, ownerUnitId, dueOn } = call.body;
      const command = { type: 'revise', measure, ownerUnitId, dueOn } as const;
      return moveCommonProblem(call, { id: call.params.id, commandId, command });
    }),
    implement(reportCommonProblem, (call) => {
      const { commandId, progress } = call.body;
      return moveCommonProblem(call, {
        id: call.params.id,
        commandId,
        command: { type: 'report', progress },
      });
    }),
    implement(closeCommonProblem, (call) => {
      const { commandId, outcome } = call.body;
      return moveCommonProblem(call, { id: call.params.id, commandId, command: { type: 'close', outcome } });
    }),
    implement(reopenCommonProblem, (call) => {
      const { commandId, reason } = call.body;
      return moveCommonProblem(call, { id: call.params.id, commandId, command: { type: 'reopen', reason } });
    }),
    implement(setCommonProblemRule, (call) => changeCommonProblemRule(call, call.body)),
  ];
}
