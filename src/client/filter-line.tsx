import { Input, Select } from 'antd';
import { useEffect, useState } from 'react';

/** A search field that waits until the typing rests, so that every letter does not ask the server. */
export function SearchBox(props: {
  label: string;
  value: string;
  onChange: (text: string) => void;
  width: number;
}) {
  const { label, value, onChange } = props;
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => onChange(typed.trim()), 400);
    return () => clearTimeout(timer);
  }, [typed, value, onChange]);
  return (
    <Input.Search
      allowClear
      maxLength={60}
      style={{ width: props.width }}
      placeholder={label}
      aria-label={label}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onSearch={(text) => onChange(text.trim())}
    />
  );
}

/** One filter of a line: a short list of words, or none of them. `isLong`: the list can be searched. */
export function FilterChoice<Value extends string>(props: {
  label: string;
  value: string | undefined;
  options: readonly { readonly value: Value; readonly label: string }[];
  onChange: (value: Value | null) => void;
  width: number;
  isLong?: boolean;
}) {
  return (
    <Select
      allowClear
      style={{ width: props.width }}
      popupMatchSelectWidth={false}
      showSearch={props.isLong ? { optionFilterProp: 'label' } : false}
      placeholder={props.label}
      aria-label={props.label}
      value={props.value as Value | undefined}
      onChange={(value?: Value) => props.onChange(value ?? null)}
      options={[...props.options]}
    />
  );
}
