import { ActionIcon, Button, CopyButton, FileButton, Group, Menu } from '@mantine/core';
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import { exportRecipe, importRecipe, saveReport } from '#app/actions/exploreReport.ts';
import { searchOfSelection } from '#app/pages/explore/exploreSearch.ts';
import { useExploring } from '#app/pages/explore/exploreContext.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';

/** A link that reproduces the page, the report, and the recipe out and in. */
export function ShareAndReport() {
  const { audit, focus, view, facts, choose } = useExploring();
  const take = async (file: File | null): Promise<void> => {
    const selection = file && await importRecipe(file);
    if (selection) choose(searchOfSelection(selection));
  };
  return (
    <Group gap={4} ml="auto">
      <CopyButton value={location.href}>{({ copied, copy }) => <Button size="xs" variant="default" onClick={copy}>{copied ? 'Link copied' : 'Share'}</Button>}</CopyButton>
      <Button size="xs" color="cyan.9" disabled={!audit.value} onClick={() => { if (audit.value) saveReport(audit.value, { focus, view, facts, table: resultsStore.getState().table }); }}>Report</Button>
      <FileButton accept=".json,application/json" onChange={(file) => void take(file)}>
        {(open) => (
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="default" size={30} aria-label="Recipe of this audit"><IconDots size={16} /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item disabled={!audit.value} onClick={() => { if (audit.value) exportRecipe(audit.value); }}>Save the recipe (JSON)</Menu.Item>
              <Menu.Item onClick={open.onClick}>Open a recipe…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </FileButton>
    </Group>
  );
}
