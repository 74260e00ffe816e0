import type { EngineClient } from '#engine/client/engineClient.ts';
import type { MapsClient } from '#engine/client/mapsClient.ts';
import type { StatisticsClient } from '#engine/client/statisticsClient.ts';
import type { ThumbnailClient } from '#engine/client/thumbnailClient.ts';
import type { VolumetricClient } from '#engine/client/volumetricClient.ts';
import type { ViewerHandle } from '#viewer/types.ts';
import type { Voxels } from '#app/actions/voxels.ts';
import { makeVoxels } from '#app/actions/voxels.ts';

/** What actions work with beside the stores; a test gives a fake engine and no viewer. */
export interface Workbench {
  readonly engine: EngineClient;
  readonly statistics: StatisticsClient;
  readonly voxels: Voxels;
  /** Whole-volume models; null for an engine that has none, such as a test's. */
  readonly volumetric: VolumetricClient | null;
  /** Error maps of groups; null where there are none, as in a test without that page. */
  readonly maps: MapsClient | null;
  /** Small pictures of cases; null where there are none, as in a test without that page. */
  readonly thumbnails: ThumbnailClient | null;
  /** Null until the viewer is mounted, and while its page is not on the screen. */
  viewer: ViewerHandle | null;
}

/** The viewer came (or went): actions may ask it for pictures. */
export function setViewer(bench: Workbench, viewer: ViewerHandle | null): void {
  bench.viewer = viewer;
}

type Rooms = Partial<Pick<Workbench, 'volumetric' | 'maps' | 'thumbnails'>>;

export function makeWorkbench(engine: EngineClient, statistics: StatisticsClient, { volumetric = null, maps = null, thumbnails = null }: Rooms = {}): Workbench {
  return { engine, statistics, voxels: makeVoxels(), volumetric, maps, thumbnails, viewer: null };
}
