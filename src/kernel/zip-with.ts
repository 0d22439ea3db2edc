/** What stands in a zip for one file: in front of its content, and again in the list at the end (PKWARE's APPNOTE, 4.3). */
const [localMark, listedMark, endMark] = [0x04034b50, 0x02014b50, 0x06054b50];
const endLength = 22;

/** Not a zip that a file can be put into: its end is missing, or something is behind it. */
export class NoZip extends Error {
  readonly code = 'no-zip';
}

/**
 * The same zip with one file more, its last, as it is and not packed, of the day of the first. Nothing else is touched or
 * opened.
 * @param name ASCII, and of no file that is there
 * @throws NoZip
 */
export function zipWith(zip: Uint8Array, name: string, content: Uint8Array): Uint8Array {
  const old = new DataView(zip.buffer, zip.byteOffset, zip.length);
  const end = zip.length - endLength;
  if (end < 0 || old.getUint32(end, true) !== endMark || old.getUint16(end + 20, true) !== 0) throw new NoZip('no zip');
  const [files, listLength, list] = [
    old.getUint16(end + 10, true),
    old.getUint32(end + 12, true),
    old.getUint32(end + 16, true),
  ];
  if (files === 0 || list + listLength !== end || old.getUint32(list, true) !== listedMark) throw new NoZip('no zip');
  const time = old.getUint32(list + 12, true);
  const label = new TextEncoder().encode(name);
  const about = (at: DataView): void => {
    // Version 2.0, no flags, stored; its time; its sum and both its sizes.
    at.setUint16(0, 20, true);
    at.setUint32(6, time, true);
    at.setUint32(10, crcOf(content), true);
    at.setUint32(14, content.length, true);
    at.setUint32(18, content.length, true);
    at.setUint16(22, label.length, true);
  };
  const local = new Uint8Array(30 + label.length);
  const inFront = new DataView(local.buffer);
  inFront.setUint32(0, localMark, true);
  about(new DataView(local.buffer, 4));
  local.set(label, 30);
  const listed = new Uint8Array(46 + label.length);
  const inList = new DataView(listed.buffer);
  inList.setUint32(0, listedMark, true);
  inList.setUint16(4, 20, true);
  about(new DataView(listed.buffer, 6));
  inList.setUint32(42, list, true);
  listed.set(label, 46);
  const last = zip.slice(end);
  const counts = new DataView(last.buffer);
  for (const n of [8, 10]) counts.setUint16(n, files + 1, true);
  counts.setUint32(12, listLength + listed.length, true);
  counts.setUint32(16, list + local.length + content.length, true);
  return new Uint8Array(Buffer.concat([zip.subarray(0, list), local, content, zip.subarray(list, end), listed, last]));
}

/** The sum that zips have (CRC-32), bit by bit: for what is small. */
function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
