/**
 * Until the event loop has had its turn. The database answers without giving it one, so whoever does many things in a row
 * gives way between them, or requests and timers wait until all of it is through.
 */
export const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
