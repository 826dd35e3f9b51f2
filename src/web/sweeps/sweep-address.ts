import { useQueryClient } from '@tanstack/react-query';

/** Address of the list of sweeps and of one sweep. */
export const sweepsPath = '/sweeps';
export function sweepPath(id: string): string {
  return `${sweepsPath}/${id}`;
}

/** After a change: everything about sweeps, common problems and problems is asked again. */
export function useSweepsChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate: ({ queryKey: [name] }) =>
        typeof name === 'string' && /^(sweeps|commonProblems|problems)\./.test(name),
    });
}
