import { Flex, Stack } from '@mantine/core';
import { CaseAccess } from '#app/pages/segment/CaseAccess.tsx';
import { CaseBar } from '#app/pages/segment/CaseBar.tsx';
import { DropZone } from '#app/pages/segment/DropZone.tsx';
import { LiveDice } from '#app/pages/segment/LiveDice.tsx';
import { QuestionDialog } from '#app/pages/segment/QuestionDialog.tsx';
import { Readout } from '#app/pages/segment/Readout.tsx';
import { SidePanel } from '#app/pages/segment/SidePanel.tsx';
import { SliceStrip } from '#app/pages/segment/SliceStrip.tsx';
import { SyntheticBanner } from '#app/pages/segment/SyntheticBanner.tsx';
import { ToolBar } from '#app/pages/segment/ToolBar.tsx';
import { useAddress } from '#app/pages/segment/useAddress.ts';
import { useSegmentKeys } from '#app/pages/segment/useSegmentKeys.ts';
import { useSlices } from '#app/pages/segment/useSlices.ts';
import { ViewerPane } from '#app/pages/segment/ViewerPane.tsx';

/** Look at a scan, ask the model for a structure, and see at once how well it agrees with the expert. */
export function SegmentPage() {
  useAddress();
  useSegmentKeys();
  useSlices();
  return (
    <Stack h="100%" gap={0}>
      <h1 className="heard-only">Segment</h1>
      <SyntheticBanner />
      <CaseAccess />
      <CaseBar />
      <Flex flex={1} mih={0}>
        <Stack flex={1} gap={0} miw={0} pb={6}>
          <ToolBar />
          <ViewerPane />
          <Readout />
          <SliceStrip />
        </Stack>
        <SidePanel />
      </Flex>
      <DropZone />
      <QuestionDialog />
      <LiveDice />
    </Stack>
  );
}
