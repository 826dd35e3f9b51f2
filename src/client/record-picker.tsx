import { Select } from 'antd';
import { colours } from './theme.ts';

/** What every picker of a record takes; a form gives `id`, `value` and `onChange`. */
export interface PickerProps {
  readonly id?: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly value?: string | null | undefined;
  readonly onChange?: (id: string | null) => void;
  /** The chosen one as it is called, where the page knows it already. */
  readonly known?: { readonly id: string; readonly name: string } | null | undefined;
  readonly allowClear?: boolean;
  readonly width?: number | string;
}

export interface PickerHit {
  readonly id: string;
  readonly name: string;
  /** Tells records of one name apart. */
  readonly below: string;
}

/** A field that finds records by typing; the chosen one keeps its name though the search no longer finds it. */
export function RecordPicker(
  props: PickerProps & {
    readonly hits: readonly PickerHit[];
    readonly isLoading: boolean;
    readonly onSearch: (typed: string) => void;
    readonly empty?: string | undefined;
  },
) {
  const { value, known, hits } = props;
  const options = hits.map(({ id, name, below }) => ({ value: id, label: name, below }));
  if (value && !hits.some((hit) => hit.id === value)) {
    options.unshift({ value, label: known?.id === value ? known.name : '…', below: '' });
  }
  return (
    <Select
      id={props.id}
      aria-label={props.label}
      style={{ width: props.width ?? '100%', maxWidth: '100%' }}
      popupMatchSelectWidth={false}
      allowClear={props.allowClear ?? true}
      placeholder={props.placeholder ?? props.label}
      showSearch={{ filterOption: false, onSearch: (text) => props.onSearch(text.trim().slice(0, 60)) }}
      loading={props.isLoading}
      value={value ?? undefined}
      onChange={(id?: string) => props.onChange?.(id ?? null)}
      notFoundContent={props.empty}
      options={options}
      optionRender={(option) => (
        <div>
          {option.label}
          <div style={{ fontSize: '0.85em', color: colours.second }}>{option.data.below}</div>
        </div>
      )}
    />
  );
}
