import { agreementStore } from '#app/stores/answerStore.ts';
import { promptStore } from '#app/stores/promptStore.ts';
import { viewStore } from '#app/stores/viewStore.ts';
import { showFault } from '#app/stores/workStore.ts';
import { refreshVolumeAgreement } from '#app/actions/agreement.ts';
import { draw } from '#app/actions/draw.ts';
import { endHover, hoverPrompt } from '#app/actions/hover.ts';
import type { Workbench } from '#app/actions/workbench.ts';
import type { Polarity } from '#core/prompts/prompt.ts';
import type { Plane } from '#core/volume/slice.ts';
import type { Layout, Modifiers, ViewerEvent } from '#viewer/types.ts';

/** What the viewer tells, turned into facts and actions. */
export function onViewerEvent(bench: Workbench, event: ViewerEvent): void {
  switch (event.kind) {
    case 'ready': return;
    case 'crosshair': if (event.cause === 'user') viewStore.setState({ crosshair: event.voxel }); return;
    case 'slice': return;
    case 'hover': {
      viewStore.setState({ reading: event.at });
      const { tool, promptVisibility } = viewStore.getState();
      if (tool === 'point' && promptVisibility === 'shown' && !event.hit) {
        hoverPrompt({ bench, plane: event.at.plane, index: event.at.index, at: event.at.point, polarity: polarityOf(event.modifiers) });
      } else endHover(bench);
      return;
    }
    case 'hover-end':
      viewStore.setState({ reading: null });
      return endHover(bench);
    case 'press': case 'drag': case 'release':
      endHover(bench);
      setPlane(bench, event.start.plane);
      return draw(bench, event, polarityOf(event.modifiers));
    case 'press-cancelled': promptStore.setState({ draft: null, moved: null }); return;
    case 'window': viewStore.setState({ window: event.window }); return;
    case 'view': return;
    case 'context': viewStore.setState({ context: event.state === 'lost' ? 'lost' : 'shown' }); return;
    case 'fault': return showFault(event.fault);
  }
}

/** The plane that slice keys and the strip speak of. */
export function setPlane(bench: Workbench, plane: Plane): void {
  if (viewStore.getState().plane === plane && agreementStore.getState().profilePlane === plane) return;
  viewStore.setState({ plane });
  refreshVolumeAgreement(bench);
}

/** Shows these panes; a single plane becomes the one that keys and strip speak of. */
export function chooseLayout(bench: Workbench, layout: Layout): void {
  viewStore.setState({ layout });
  if (layout === 'axial' || layout === 'coronal' || layout === 'sagittal') setPlane(bench, layout);
}

function polarityOf({ alt, ctrl, meta, shift }: Modifiers): Polarity {
  const { polarity } = promptStore.getState();
  const turned = alt || ctrl || meta || shift;
  return (polarity === 'positive') === turned ? 'negative' : 'positive';
}
