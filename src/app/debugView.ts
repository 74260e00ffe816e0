import { caseStore } from '#app/stores/caseStore.ts';
import { engineStore } from '#app/stores/engineStore.ts';
import { resultsStore } from '#app/stores/resultsStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { DeviceChoice } from '#engine/client/engineClient.ts';
import type { EngineStats } from '#engine/protocol/modelCalls.ts';
import type { VolumetricStats } from '#engine/protocol/volumetricCalls.ts';
import type { VoxelPoint } from '#core/volume/grid.ts';

/**
 * `window.isodice`: what a browser test or a curious person may read of the running program. It changes nothing and
 * shows no voxels.
 */
export interface DebugView {
  /** How often the encoder and the decoder have run, and what is kept; null while the engine cannot say. */
  stats(): Promise<EngineStats | null>;
  /** How often whole-volume networks have run. */
  volumetricStats(): Promise<VolumetricStats | null>;
  device(): DeviceChoice;
  openCase(): { readonly id: string; readonly volumeKey: string; readonly name: string; readonly dims: readonly number[] } | null;
  crosshair(): VoxelPoint;
  /** The results on the screen, numbers as text so that NaN and Infinity survive; null while there are none. */
  results(): { readonly name: string; readonly columns: Readonly<Record<string, readonly string[]>>; readonly status: readonly number[] } | null;
}

export function debugView({ engine, volumetric }: Workbench): DebugView {
  return Object.freeze({
    stats: async () => {
      const outcome = await engine.stats();
      return outcome.state === 'done' ? outcome.value : null;
    },
    volumetricStats: async () => {
      const outcome = await volumetric?.stats();
      return outcome?.state === 'done' ? outcome.value : null;
    },
    device: () => engineStore.getState().device,
    openCase: () => {
      const { open } = caseStore.getState();
      return open && { id: open.id, volumeKey: open.volumeKey, name: open.name, dims: open.grid.dims };
    },
    crosshair: () => viewStore.getState().crosshair,
    results: () => {
      const { table } = resultsStore.getState();
      return table && { name: table.name, columns: Object.fromEntries([...table.columns].map(([name, values]) => [name, Array.from(values, String)])), status: [...table.rows.status] };
    },
  });
}
