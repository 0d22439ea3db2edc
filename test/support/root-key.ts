/** The data key of every test. */
export const testRootKey = new Uint8Array(32).fill(7);
