import { Select } from '@mantine/core';
import { memo } from 'react';

interface SettingProps {
  readonly label: string;
  /** The label is heard and not seen. */
  readonly quiet?: boolean;
  readonly w: number;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly value: string;
  readonly searchable?: boolean;
  readonly onChoose: (value: string) => void;
}

/** A list as wide as its longest entry, under what it is chosen for. */
export const LIST = { width: 'max-content', position: 'bottom-start' } as const;

/** One of several, always one. Drawn anew only where it changes itself: a row of these takes longer than the charts. */
export const Setting = memo(function Setting({ label, quiet = false, data, searchable = false, onChoose, ...rest }: SettingProps) {
  return <Select size="xs" allowDeselect={false} checkIconPosition="right" comboboxProps={LIST} searchable={searchable} data={[...data]} {...(quiet ? { 'aria-label': label, mb: 4 } : { label })} onChange={(it) => { if (it !== null) onChoose(it); }} {...rest} />;
});
