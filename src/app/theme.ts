import type { CSSVariablesResolver } from '@mantine/core';
import { createTheme } from '@mantine/core';

/** One accent, Inter with tabular figures, compact controls: a reading room, not a shop. */
export const theme = createTheme({
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: '600' },
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 7 },
  autoContrast: true,
  defaultRadius: 'sm',
  respectReducedMotion: true,
  cursorType: 'pointer',
  // The default dimmed text is below AA on the panels' backgrounds.
  colors: {
    dark: ['#d5d7dc', '#bcc0c7', '#a3a8b1', '#7b818c', '#454a54', '#353a43', '#272b32', '#1d2026', '#16181d', '#101216'],
  },
});

const READABLE_GREY = '#5a626d';

/** Mantine's dimmed grey is 3.3 : 1 on white; this is 6 : 1. */
export const colorVariables: CSSVariablesResolver = () => ({
  variables: {}, dark: {}, light: { '--mantine-color-dimmed': READABLE_GREY, '--mantine-color-placeholder': READABLE_GREY },
});
