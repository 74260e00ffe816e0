import { Badge } from '@mantine/core';

/** Beside everything that is invented. */
export function SyntheticBadge() {
  return <Badge size="sm" variant="light" color="yellow" c="light-dark(#6b4700, #ffe066)" tt="none" style={{ flexShrink: 0 }}>synthetic</Badge>;
}
