export function DeviceBadge() {
  return null;
}
