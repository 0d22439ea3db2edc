/**
 * The lines of Node that we run on, each from its first version that does: 20.19 and 22.16 are Prisma's and the built-in
 * SQLite's first. The same as `engines` in package.json, which npm only warns about.
 */
const first: ReadonlyMap<number, number> = new Map([
  [20, 19],
  [22, 16],
]);
/** From here on every line. */
const everyFrom = 24;

/**
 * @param version as `process.versions.node` has it
 * @returns a sentence for whoever starts the program on a Node that it does not run on, or undefined
 */
export function refusedNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const from = first.get(major);
  if (from === undefined ? major >= everyFrom : minor >= from) return undefined;
  const lines = [...first].map(([line, at]) => `${line}.${at} or newer of ${line}`).join(', ');
  return `Mentorlog does not run on Node ${version}: install Node ${lines}, or ${everyFrom} or newer.`;
}
