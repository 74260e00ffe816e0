export function SegmentPage() {
  return <main>Segment</main>;
}
