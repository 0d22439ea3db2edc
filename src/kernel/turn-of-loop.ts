/**
 * Until the event loop has had its turn. The database answers without giving it one, so whoever does many things in a row
 * gives way between them, or requests and timers wait until all of it is through.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/**
 * Gives way between the many steps of something long, once they have gone on for so long: some steps take a hundred times
 * what others do, so it is not their number that tells.
 * @param mostMs how long it may go on without a turn
 * @returns called between two steps; resolves at once, or after a turn
 */
export function givingWay(mostMs = 10): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < mostMs) return;
    await nextTurn();
    since = performance.now();
  };
}
