/** The package has types for its index of 5,900 icons only, and bundling that index takes half a minute; one icon is one file. */
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { Icon } from '@tabler/icons-react';

  const icon: Icon;
  export default icon;
}
