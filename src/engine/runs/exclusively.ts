/** Runs work under a lock that all tabs of this origin share, and that the browser frees when a tab dies; 'taken' where another holds it. */
export function exclusively<T>(name: string, work: () => Promise<T>): Promise<T | 'taken'> {
  return navigator.locks.request(name, { ifAvailable: true }, (lock): Promise<T | 'taken'> => (lock ? work() : Promise.resolve('taken')));
}
