import '@mantine/spotlight/styles.css';
import { Kbd } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { keyCaps } from '#app/parts/keyName.ts';
import { shellStore } from '#app/stores/shellStore.ts';

const [store, spotlight] = createSpotlight();

/** Everything that can be done on this page, and the way to the other pages, by name. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const router = useRouter();
  const commands = shellStore((it) => it.commands);
  useEffect(() => { spotlight.open(); }, []);
  const groups = [...new Set(commands.map(({ group }) => group))].map((group) => ({
    group,
    actions: commands.filter((it) => it.group === group).map(({ id, label, keys, run }) => ({
      id, label, onClick: run, rightSection: keys?.[0] ? <Kbd size="xs">{keyCaps(keys[0]).join(' ')}</Kbd> : undefined,
    })),
  }));
  const pages = Object.values(router.routesById).flatMap(({ fullPath, options }) => (options.staticData?.page
    ? [{ id: fullPath, label: options.staticData.page.label, onClick: () => { void router.navigate({ to: fullPath }); } }] : []));
  return (
    <Spotlight store={store} actions={[...groups, { group: 'Pages', actions: pages }]} shortcut={null} onSpotlightClose={onClose} scrollable maxHeight={420}
      nothingFound="Nothing has that name" searchProps={{ leftSection: <IconSearch size={18} />, placeholder: 'What do you want to do?', 'aria-label': 'Search commands' }} />
  );
}
