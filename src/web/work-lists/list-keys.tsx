import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { useWords } from '../../client/words.tsx';
import type { WordKey } from '../../text/zh-CN.ts';
import './work-lists.css';

/** Mark on the link that names a row: what the keys move along. */
export const rowLink = { 'data-row-link': '' } as const;

const keys: readonly (readonly [string, WordKey])[] = [
  ['j', 'workLists.keys.down'],
  ['k', 'workLists.keys.up'],
  ['Enter', 'workLists.keys.open'],
  ['/', 'workLists.keys.search'],
  ['?', 'workLists.keys.help'],
  ['Esc', 'workLists.keys.close'],
];

/**
 * Keys of a list: j and k move the focus from row to row, so that Enter is the link's own and a screen
 * reader says where one is; / goes to the search, ? shows the help. Silent while somebody types, where
 * another key is held, and while `isCovered` by a sheet.
 *
 * @returns whether the help is shown, and how to show it.
 */
export function useListKeys(isCovered: boolean): readonly [boolean, (shown: boolean) => void] {
  const [isHelping, setHelping] = useState(false);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (isCovered || isHelping || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (target?.closest('input, textarea, select, [contenteditable], [role="combobox"], [role="dialog"]')) {
        return;
      }
      if (event.key === 'j') moveFocus(1);
      else if (event.key === 'k') moveFocus(-1);
      else if (event.key === '/') document.querySelector<HTMLElement>('[role="search"] input')?.focus();
      else if (event.key === '?') setHelping(true);
      else return;
      // the key is used up: it must not be typed into the search that it leads to
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [isCovered, isHelping]);
  return [isHelping, setHelping];
}

function moveFocus(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  const here = links.indexOf(document.activeElement as HTMLElement);
  const there = here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1);
  const link = links[there];
  link?.focus({ preventScroll: true });
  link?.scrollIntoView({ block: 'center' });
}

/** What the keys do. */
export function KeyboardHelp({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const say = useWords();
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={say('workLists.keys.title')} width={420}>
      <table className="keyboard-help">
        <tbody>
          {keys.map(([key, words]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{say(words)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p style={{ color: 'var(--second)' }}>{say('workLists.keys.note')}</p>
    </Modal>
  );
}
