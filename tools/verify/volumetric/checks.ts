/** Adds a row: a figure, the limit that it is held to, and on what it ran. */
export type Say = (model: string, check: string, value: number, limit: number, holds: boolean, device: string) => void;

/** Dice of one label in two maps; 1 where neither has it. */
export function labelDice(got: ArrayLike<number>, want: ArrayLike<number>, label: number): number {
  let both = 0;
  let either = 0;
  for (let at = 0; at < want.length; at++) {
    both += got[at] === label && want[at] === label ? 2 : 0;
    either += Number(got[at] === label) + Number(want[at] === label);
  }
  return either === 0 ? 1 : both / either;
}
