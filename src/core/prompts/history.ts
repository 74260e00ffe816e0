/** A state and the name of what led to it ("Add point"), so that undo can say what it takes back. */
export interface Step<T> { readonly name: string; readonly state: T }

/** Everything that was done, and where in it we are; steps after `at` can be redone. */
export interface History<T> { readonly steps: readonly Step<T>[]; readonly at: number }

const LONGEST = 200;

export function beginHistory<T>(state: T): History<T> {
  return { steps: [{ name: 'Start', state }], at: 0 };
}

export function present<T>(history: History<T>): T {
  return history.steps[history.at].state;
}

/** Appends a step and forgets what could have been redone; the oldest step goes when there are more than 200. */
export function record<T>(history: History<T>, name: string, state: T): History<T> {
  const steps = [...history.steps.slice(0, history.at + 1), { name, state }].slice(-LONGEST);
  return { steps, at: steps.length - 1 };
}

/** What undo would take back, or undefined when nothing is left. */
export function undoName<T>(history: History<T>): string | undefined {
  return history.at > 0 ? history.steps[history.at].name : undefined;
}

/** What redo would do again, or undefined when nothing is left. */
export function redoName<T>(history: History<T>): string | undefined {
  return history.steps[history.at + 1]?.name;
}

export function undo<T>(history: History<T>): History<T> {
  return { ...history, at: Math.max(0, history.at - 1) };
}

export function redo<T>(history: History<T>): History<T> {
  return { ...history, at: Math.min(history.steps.length - 1, history.at + 1) };
}
