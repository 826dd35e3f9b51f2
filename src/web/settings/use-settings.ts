import { type UseMutationResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { call } from '../../client/api.ts';
import { useWords } from '../../client/words.tsx';
import {
  getCalendar,
  getLadder,
  getLedgerSettings,
  type LedgerSettingsView,
  listLimits,
  listSettingChanges,
  saveLedgerSettings,
} from '../../contract/deadlines.ts';

const lists = [getLedgerSettings, getCalendar, getLadder, listLimits, listSettingChanges];

/** Saves a setting; afterwards every pane asks again, because all settings share one version. */
export function useSaving<Given, Saved>(
  save: (given: Given) => Promise<Saved>,
  onSaved?: (saved: Saved) => void,
): UseMutationResult<Saved, Error, Given> {
  const say = useWords();
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      void message.success(say('settings.saved'));
      for (const list of lists) await client.invalidateQueries({ queryKey: [list.name] });
      onSaved?.(saved);
    },
  });
}

/** What the city decided about its ledger. */
export function useLedgerSettings() {
  return useQuery({ queryKey: [getLedgerSettings.name], queryFn: () => call(getLedgerSettings) });
}

/** Saves the ledger's settings as a whole. */
export function useSaveLedgerSettings(view: LedgerSettingsView) {
  return useSaving((settings: LedgerSettingsView['settings']) =>
    call(saveLedgerSettings, { body: { version: view.version, settings } }),
  );
}
