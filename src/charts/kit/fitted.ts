/** A text cut so that it fits into `room` pixels at the charts' usual size. */
export function fitted(text: string, room: number): string {
  const most = Math.max(3, Math.floor(room / 6.1));
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
