import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import { MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { watchDevice } from '#app/actions/loadModel.ts';
import { makeCohortDesk } from '#app/actions/cohortDesk.ts';
import { makeWorkbench } from '#app/actions/workbench.ts';
import { deviceInAddress } from '#app/deviceInAddress.ts';
import { debugView } from '#app/debugView.ts';
import { CohortDeskProvider } from '#app/parts/cohortDeskContext.ts';
import { ModelRoomProvider } from '#app/parts/modelRoomContext.ts';
import { WorkbenchProvider } from '#app/parts/workbenchContext.ts';
import { router } from '#app/routes.ts';
import { colorVariables, theme } from '#app/theme.ts';
import { makeEngine, makeStatistics } from '#engine/client.ts';
import { makeMaps } from '#engine/client/makeMaps.ts';
import { makeThumbnails } from '#engine/client/thumbnailClient.ts';
import { makeModelRoom } from '#engine/client/modelRoom.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root');

const engine = makeEngine({ device: deviceInAddress(location.hash) });
const bench = makeWorkbench(engine, makeStatistics(), { volumetric: engine.volumetric, maps: makeMaps(), thumbnails: makeThumbnails() });
watchDevice(bench);
const desk = makeCohortDesk();
const modelRoom = makeModelRoom();
// Behind the first page: what was interrupted can wait a moment, and its code is not part of the first load.
void import('#app/actions/runs.ts').then(({ resumeInterrupted }) => resumeInterrupted(desk));
Object.defineProperty(window, 'isodice', { value: debugView(bench) });

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={colorVariables} defaultColorScheme="dark">
      <WorkbenchProvider value={bench}>
        <CohortDeskProvider value={desk}>
          <ModelRoomProvider value={modelRoom}>
            <RouterProvider router={router} />
          </ModelRoomProvider>
        </CohortDeskProvider>
      </WorkbenchProvider>
    </MantineProvider>
  </StrictMode>,
);
