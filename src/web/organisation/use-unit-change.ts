import { useMutation, useQueryClient } from '@tanstack/react-query';
import {
  getUnit,
  getUnitHistory,
  getUnitTree,
  listPeople,
  listUnits,
  type UnitPage,
} from '../../contract/organisation.ts';

/** Sends a change of a unit; afterwards every view of units is asked for anew. */
export function useUnitChange<Input>(
  send: (input: Input) => Promise<UnitPage>,
  onDone: (unit: UnitPage) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (unit) => {
      const stale = [getUnit, getUnitTree, getUnitHistory, listUnits, listPeople].map(({ name }) => name);
      await client.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) });
      onDone(unit);
    },
  });
}

/** After a change of a person: lists of people, and the counts of units that show them. */
export function usePersonChange<Input, Reply>(
  send: (input: Input) => Promise<Reply>,
  onDone: (reply: Reply) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async (reply) => {
      const stale = [getUnit, getUnitHistory, listPeople].map(({ name }) => name);
      await client.invalidateQueries({ predicate: ({ queryKey }) => stale.includes(String(queryKey[0])) });
      onDone(reply);
    },
  });
}
