import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Command } from '#app/actions/command.ts';
import { cancelDownload, downloadModel, wanted } from '#app/actions/downloadModel.ts';
import { keepStorage, takeModel, usableModels } from '#app/actions/modelLibrary.ts';
import { useModelRoom } from '#app/parts/modelRoomContext.ts';
import { usePageCommands } from '#app/parts/usePageCommands.ts';
import { useWorkbench } from '#app/parts/workbenchContext.ts';
import { modelsStore } from '#app/stores/modelsStore.ts';
import { CATALOGUE_MODELS } from '#core/models/known/catalogue.ts';

/** What can be done on the Models page, by name in the palette. */
export function useModelsCommands(): void {
  const bench = useWorkbench();
  const room = useModelRoom();
  const navigate = useNavigate();
  const { stored, bundled } = modelsStore();
  const coming = modelsStore((it) => Object.keys(it.downloads).sort().join(' '));
  const commands = useMemo((): readonly Command[] => {
    const under = coming.split(' ').filter(Boolean);
    return [
      ...usableModels({ bundled, stored }).map(({ manifest, address }): Command => ({
        id: `use-${address}`, group: 'Use', label: `Use ${manifest.name}`,
        run: () => void takeModel(bench, address, manifest.family).then((taken) => (taken ? navigate({ to: '/segment' }) : undefined)),
      })),
      ...under.map((id): Command => ({ id: `cancel-${id}`, group: 'Download', label: `Cancel the download of ${id}`, run: () => cancelDownload(id) })),
      ...CATALOGUE_MODELS.filter(({ id }) => !under.includes(id) && !stored.some(({ entry }) => entry.id === id)).map((model): Command => ({
        id: `download-${model.id}`, group: 'Download', label: `Download ${model.name}`, run: () => void downloadModel(room, wanted(model)),
      })),
      { id: 'keep-storage', group: 'Storage', label: 'Ask the browser to keep everything', run: () => void keepStorage() },
    ];
  }, [bench, room, navigate, stored, bundled, coming]);
  usePageCommands(commands);
}
