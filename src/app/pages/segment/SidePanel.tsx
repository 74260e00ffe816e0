import { ScrollArea } from '@mantine/core';
import { DicePanel } from '#app/pages/segment/DicePanel.tsx';
import { ModelPanel } from '#app/pages/segment/ModelPanel.tsx';
import { OverlayPanel } from '#app/pages/segment/OverlayPanel.tsx';
import { PromptPanel } from '#app/pages/segment/PromptPanel.tsx';
import { StudyPanel } from '#app/pages/segment/StudyPanel.tsx';
import { StructurePanel } from '#app/pages/segment/StructurePanel.tsx';
import { WholeVolumePanel } from '#app/pages/segment/WholeVolumePanel.tsx';
import { WindowPanel } from '#app/pages/segment/WindowPanel.tsx';

export function SidePanel() {
  return (
    <ScrollArea w={320} h="100%" type="auto" component="aside" aria-label="Segmentation" style={{ borderLeft: '1px solid var(--mantine-color-default-border)', flexShrink: 0 }}>
      <StudyPanel />
      <DicePanel />
      <StructurePanel />
      <PromptPanel />
      <WholeVolumePanel />
      <OverlayPanel />
      <WindowPanel />
      <ModelPanel />
    </ScrollArea>
  );
}
