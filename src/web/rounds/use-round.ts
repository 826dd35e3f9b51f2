import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../client/api.ts';
import {
  getRound,
  listCandidates,
  listInspectors,
  listRounds,
  listVisits,
  type RoundView,
} from '../../contract/rounds.ts';

/** The round of a page. */
export function useRound(id: string) {
  return useQuery({
    queryKey: [getRound.name, id],
    queryFn: () => call(getRound, { params: { id } }),
  });
}

/** A change of a round; afterwards everything the page shows of it is asked again. */
export function useRoundChange<Input, Reply>(
  round: Pick<RoundView, 'id'>,
  change: (input: Input) => Promise<Reply>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () =>
      Promise.all([
        ...[getRound, listVisits, listCandidates, listInspectors].map(({ name }) =>
          client.invalidateQueries({ queryKey: [name, round.id] }),
        ),
        client.invalidateQueries({ queryKey: [listRounds.name] }),
      ]),
  });
}
