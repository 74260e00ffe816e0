import { ActionIcon, Button, FileButton, Group, Menu } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { memo, useCallback, useEffect, useRef } from 'react';
import { exportRecipe, importRecipe, saveReport } from '#app/actions/exploreReport.ts';
import type { Exploring } from '#app/pages/explore/exploreContext.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { searchOfSelection } from '#app/pages/explore/exploreSearch.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';

/** A link that reproduces the page, the report, and the recipe out and in. */
export function ShareAndReport() {
  const exploring = useExploring();
  const latest = useRef(exploring);
  useEffect(() => { latest.current = exploring; }, [exploring]);
  const now = useCallback(() => latest.current, []);
  return <Buttons isAudited={exploring.audit.value !== null} choose={exploring.choose} now={now} />;
}

interface ButtonsProps extends Pick<Exploring, 'choose'> { readonly isAudited: boolean; readonly now: () => Exploring }

const Buttons = memo(function Buttons({ isAudited, choose, now }: ButtonsProps) {
  const { copied, copy } = useClipboard();
  const report = (): void => {
    const { audit, focus, view, facts } = now();
    if (audit.value) saveReport(audit.value, { focus, view, facts, table: resultsStore.getState().table });
  };
  const save = (): void => {
    const { audit } = now();
    if (audit.value) exportRecipe(audit.value);
  };
  const take = async (file: File | null): Promise<void> => {
    const selection = file && await importRecipe(file);
    if (selection) choose(searchOfSelection(selection));
  };
  return (
    <Group gap={4} ml="auto">
      <Button size="xs" variant="default" onClick={() => copy(location.href)}>{copied ? 'Link copied' : 'Share'}</Button>
      <Button size="xs" color="cyan.9" disabled={!isAudited} onClick={report}>Report</Button>
      <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
        {(open) => (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="default" size={30} aria-label="Recipe of this audit"><IconDots size={16} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!isAudited} onClick={save}>Save the recipe (JSON)</Menu.Item>
              <Menu.Item onClick={open.onClick}>Open a recipe…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
    </Group>
  );
});
