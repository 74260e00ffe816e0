import { Badge } from '@mantine/core';

/** Beside everything that is invented. */
export function SyntheticBadge() {
  return <Badge size="sm" variant="light" color="yellow" tt="none" style={{ flexShrink: 0 }}>synthetic</Badge>;
}
