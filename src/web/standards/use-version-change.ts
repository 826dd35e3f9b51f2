import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getChecklist, getVersion, listVersions, type VersionView } from '../../contract/standards.ts';

/** The key a version is remembered under. */
export function versionKey(id: string): readonly unknown[] {
  return [getVersion.name, id];
}

/**
 * Sends a change of a version and shows what the server answers: its view comes with every change, the
 * checklists are asked again.
 */
export function useVersionChange(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (send: () => Promise<VersionView>) => send(),
    onSuccess: async (view) => {
      client.setQueryData(versionKey(view.id), view);
      await Promise.all([
        client.invalidateQueries({ queryKey: [getChecklist.name, view.id] }),
        client.invalidateQueries({ queryKey: [listVersions.name] }),
      ]);
    },
    // somebody else was faster: show what is there now, the words of the refusal stay on the page
    onError: () => void client.invalidateQueries({ queryKey: versionKey(id) }),
  });
}
