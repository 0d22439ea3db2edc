#!/usr/bin/env node
/**
 * Finds out whether a pack of Mentorlog's is as it was made. One file, Node 20 or newer, nothing else:
 *
 *     node mentorlog-verify.mjs PACK.zip --key FINGERPRINT [--heads HEADS.jsonl] [--earlier EARLIER.zip] [--json]
 *
 * FINGERPRINT is of the key that the program signs with. Ask for it whoever runs the program, or read it in a weekly digest:
 * never take it from the pack, for a pack that was made up brings a key of its own. It ends with 0 where all was checked and
 * fits, with 1 where something does not fit, with 2 where not all could be checked.
 *
 * It is written from docs/record-format.md and docs/records-json.md, and shares no code with what makes packs.
 */
import { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import zlib from 'node:zlib';

const most = { zip: 256 * 2 ** 20, file: 128 * 2 ** 20, all: 384 * 2 ** 20, files: 100, heads: 64 * 2 ** 20, told: 25 };
const minute = 60_000;

/** Something is not as it has to be; its message is a whole sentence. */
class Unfit extends Error {}
const unfit = (sentence) => {
  throw new Unfit(sentence);
};

// ---------------------------------------------------------------------------------------------------- hashes and JSON

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

const whole = (text) => text.toWellFormed();
const byUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** JSON in one spelling (record format: canonical JSON). */
function canonical(value) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(whole(value));
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : unfit('A number in it is too large to be one.');
    case 'boolean':
      return value ? 'true' : 'false';
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one)).join()}]`;
  const keys = Object.keys(value).sort(byUnits);
  return `{${keys.map((key) => `${JSON.stringify(whole(key))}:${canonical(value[key])}`).join()}}`;
}

/** The spelling in which a pack's own files stand: keys in their order, two spaces a step. */
function spelled(value) {
  const ordered = (one) => {
    if (Array.isArray(one)) return one.map(ordered);
    if (one === null || typeof one !== 'object') return one;
    const keys = Object.keys(one).sort(byUnits);
    return Object.fromEntries(keys.map((key) => [key, ordered(one[key])]));
  };
  return `${JSON.stringify(ordered(value), null, 2)}\n`;
}

/** A JSON file of the pack, in its one spelling: what is spelled otherwise was changed. */
function jsonOf(files, name) {
  const bytes = files.get(name) ?? unfit(`${name} is missing from the pack.`);
  let [text, value] = ['', undefined];
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    unfit(`${name} cannot be read: it is damaged, or was changed by hand.`);
  }
  if (spelled(value) !== text) unfit(`${name} is not spelled as the program spells it: it was changed by hand.`);
  return value;
}

/** Bytes in base64, in its one spelling; undefined where it is none. */
function base64(text, length) {
  if (typeof text !== 'string' || text.length > 200) return undefined;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === length && bytes.toString('base64') === text ? bytes : undefined;
}

const isText = (v) => typeof v === 'string';
const isHash = (v) => isText(v) && /^[0-9a-f]{64}$/.test(v);
const isCount = (v) => Number.isSafeInteger(v) && v >= 0;
const isNumber = (v) => Number.isSafeInteger(v);
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const listOf = (fits) => (v) => Array.isArray(v) && v.every((one) => fits(one));
const orNull = (fits) => (v) => v === null || fits(v);
const shape = (parts) => (v) =>
  isObject(v) && Object.entries(parts).every(([key, fits]) => fits(Object.hasOwn(v, key) ? v[key] : undefined));
const always = () => true;

// --------------------------------------------------------------------------------------------------------------- zips

/** What others may read in a zip and we do not would be a way to show two people two packs: so nothing unusual is let by. */
function unzip(bytes) {
  if (bytes.length > most.zip) unfit('The file is larger than any pack is.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const end = bytes.length - 22;
  if (end < 0 || view.getUint32(end, true) !== 0x06054b50)
    unfit('This is no zip file, or its end is missing, or something was put behind it.');
  const [here, count, size, start] = [
    view.getUint16(end + 8, true),
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  if (view.getUint32(end + 4, true) !== 0 || here !== count || view.getUint16(end + 20, true) !== 0)
    unfit('The zip is not made as a pack’s is.');
  if (count > most.files) unfit(`The zip has ${count} files: that is no pack.`);
  if (start + size !== end) unfit('The zip’s list of files does not lie where it should.');
  const files = new Map();
  let [at, next, all] = [start, 0, 0];
  for (let i = 0; i < count; i += 1) {
    const one = entryAt(bytes, view, at, end);
    if (files.has(one.name)) unfit(`The zip has ${quoted(one.name)} twice.`);
    all += one.size;
    if (one.size > most.file || all > most.all) unfit('Unzipped it would be larger than any pack is.');
    if (one.local !== next) unfit('The zip holds something that is not in its list of files.');
    const read = contentOf(bytes, view, one, start);
    files.set(one.name, read.content);
    [at, next] = [one.next, read.next];
  }
  if (at !== end || next !== start) unfit('The zip holds something that is not in its list of files.');
  return files;
}

function entryAt(bytes, view, at, end) {
  if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) unfit('The zip’s list of files is damaged.');
  const [nameLength, extra, comment] = [28, 30, 32].map((n) => view.getUint16(at + n, true));
  const next = at + 46 + nameLength + extra + comment;
  if (next > end) unfit('The zip’s list of files is damaged.');
  const name = nameIn(bytes.subarray(at + 46, at + 46 + nameLength));
  return {
    name,
    next,
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    local: view.getUint32(at + 42, true),
  };
}

/** A pack has no folders, so a name is a name: nothing that leads elsewhere. */
function nameIn(bytes) {
  const name = Buffer.from(bytes).toString('latin1');
  if (!/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,127}$/.test(name))
    unfit(`The zip has a file of a name that no pack’s has: ${quoted(name)}.`);
  return name;
}

function contentOf(bytes, view, one, limit) {
  const { local, name } = one;
  if (local + 30 > limit || view.getUint32(local, true) !== 0x04034b50) unfit(`${quoted(name)} is damaged in the zip.`);
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  const to = from + one.packed;
  const says = [18, 22].map((n) => view.getUint32(local + n, true));
  if (to > limit || nameIn(bytes.subarray(local + 30, local + 30 + view.getUint16(local + 26, true))) !== name)
    unfit(`${quoted(name)} is damaged in the zip.`);
  if ((one.flags & ~0x0806) !== 0 || view.getUint16(local + 8, true) !== one.method)
    unfit(`${quoted(name)} is not packed as a pack’s files are.`);
  if (says[0] !== one.packed || says[1] !== one.size || view.getUint32(local + 14, true) !== one.crc)
    unfit(`The zip says two things of ${quoted(name)}.`);
  let content = bytes.subarray(from, to);
  if (one.method === 8)
    try {
      content = zlib.inflateRawSync(content, { maxOutputLength: Math.max(1, one.size) });
    } catch {
      unfit(`${quoted(name)} cannot be unpacked: it is damaged, or is larger than the zip says.`);
    }
  else if (one.method !== 0) unfit(`${quoted(name)} is packed in a way that no pack’s file is.`);
  if (content.length !== one.size || crcOf(content) !== one.crc) unfit(`${quoted(name)} is damaged in the zip.`);
  return { content, next: to };
}

let table;
function crcOf(bytes) {
  if (zlib.crc32 !== undefined) return zlib.crc32(bytes);
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n;
  });
  let crc = -1;
  for (const byte of bytes) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}

// ------------------------------------------------------------------------------------------------------- signed heads

const isHead = shape({
  v: (v) => v === 1,
  programme: isText,
  seq: (v) => isCount(v) && v > 0,
  at: isNumber,
  size: isCount,
  root: isHash,
  prev: isHash,
  hash: isHash,
  key: isHash,
  signature: isText,
});
const bodyOf = ({ v, programme, seq, at, size, root, prev }) => canonical({ v, programme, seq, at, size, root, prev });

/** A public key of 32 bytes (base64), ready to verify with; undefined where it is none. */
function keyOf(publicKey) {
  const raw = base64(publicKey, 32);
  if (raw === undefined) return undefined;
  // RFC 8410: what stands before the 32 bytes.
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
  try {
    return { print: sha256(raw), key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
  } catch {
    return undefined;
  }
}

const isSigned = (text, signature, { key }) => {
  const bytes = base64(signature, 64);
  return bytes !== undefined && verify(null, Buffer.from(text), key, bytes);
};

/** RFC 9162, 2.1.3.2: from a leaf's place and the hashes beside its way up to the root. */
function rootBy({ chain, seq, hash }, { index, path }, size) {
  let [at, last] = [index, size - 1];
  let is = Buffer.from(sha256(Uint8Array.of(0), canonical(['head', chain, seq, hash])), 'hex');
  for (const beside of path) {
    if (last === 0) return undefined;
    const other = Buffer.from(beside, 'hex');
    const isRight = at % 2 === 1 || at === last;
    is = Buffer.from(isRight ? sha256(Uint8Array.of(1), other, is) : sha256(Uint8Array.of(1), is, other), 'hex');
    if (isRight) while (at % 2 === 0 && at !== 0) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 ? is.toString('hex') : undefined;
}

/** What a person may give as a fingerprint: all 64 digits, or the first 16, with anything between. */
function printGiven(text) {
  const digits = text.replace(/[\s:–-]/g, '').toLowerCase();
  return /^([0-9a-f]{16}|[0-9a-f]{64})$/.test(digits) ? digits : undefined;
}
const short = (hex) => hex.slice(0, 16).match(/.{4}/g).join('-');

// -------------------------------------------------------------------------------------------------------------- words

/** What comes from a file, as a terminal may show it. */
function quoted(text) {
  const shown = String(text).replace(/[^\x20-\x7e\u00a0-\u024f]/g, '?');
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}
const moment = (ms) => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? 'an impossible time' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};
const count = (n, one, several = `${one}s`) => `${n} ${n === 1 ? one : several}`;

/** What was found so far. `open` is what should have been checked and could not be; `beyond` what no pack can show. */
class Findings {
  checked = [];
  faults = [];
  open = [];
  beyond = [];
  ok(sentence) {
    this.checked.push(sentence);
  }
  fault(sentence) {
    this.faults.push(sentence);
  }
  /** Does this; what does not fit there is one fault, and everything else goes on. */
  try(check) {
    try {
      return check();
    } catch (error) {
      this.faults.push(
        error instanceof Unfit
          ? error.message
          : 'Something in it has not the form that a pack’s has: it was changed by hand.',
      );
      return undefined;
    }
  }
}

const promises = [
  'that a meeting took place, or was as long as somebody wrote: only those who were there know',
  'that a clock was right: a time is what the program’s machine took it to be',
  'that nothing was left out from the beginning: what was never entered leaves no trace',
  'that whoever holds both the data and the key to sign did not write all of it anew, before anything had left the machine: what shows that is an earlier head, in somebody else’s hands (--heads, --earlier)',
];

// ----------------------------------------------------------------------------------------------------- files and seals

const isEnd = shape({ seq: (v) => isCount(v) && v > 0, hash: isHash });
const isEntry = shape({
  v: (v) => v === 2,
  seq: isCount,
  at: isNumber,
  leaves: listOf(isHash),
  voids: listOf(isText),
  prev: isHash,
  hash: isHash,
});
const isOpened = shape({ n: isCount, path: isText, value: always, secret: isText });
const isLeaf = shape({ path: isText, value: (v) => v !== undefined, secret: isText, at: isNumber });
const isManifest = shape({
  format: (v) => v === 1,
  program: isText,
  madeAt: isNumber,
  files: listOf(shape({ name: isText, size: isCount, sha256: isHash })),
  figures: shape({ minutes: isObject }),
  chains: listOf(
    shape({
      chain: isText,
      head: isEnd,
      seal: orNull(shape({ entry: isEntry, opened: listOf(isOpened), list: listOf(isHash) })),
      leaves: listOf(isLeaf),
    }),
  ),
});
const isInclusion = shape({ index: isCount, path: (v) => listOf(isHash)(v) && v.length <= 64 });

function checkFiles(files, manifest, found) {
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  if (listed.size !== manifest.files.length) found.fault('manifest.json lists a file twice.');
  let faults = 0;
  const fault = (sentence) => {
    faults += 1;
    found.fault(sentence);
  };
  for (const name of files.keys())
    if (name !== 'manifest.json' && name !== 'signature.json' && !listed.has(name))
      fault(`${quoted(name)} was put into the pack: the list in manifest.json does not have it.`);
  for (const [name, { size, sha256: hash }] of listed) {
    const bytes = files.get(name);
    if (bytes === undefined) fault(`${quoted(name)} was taken out of the pack.`);
    else if (bytes.length !== size || sha256(bytes) !== hash)
      fault(`${quoted(name)} was changed: it is not what the list in manifest.json says.`);
  }
  if (faults === 0) found.ok(`The ${count(listed.size, 'file')} are those that the list in manifest.json has.`);
}

const digestOf = ({ path, value, secret }) => {
  const key = base64(secret, 16);
  return key === undefined
    ? undefined
    : createHmac('sha256', key)
        .update(canonical([path, value]))
        .digest('hex');
};
const sealedAs = (leaf) => sha256(canonical(['leaf', digestOf(leaf) ?? '', leaf.at]));

/** One mentorship's leaves: each in the list, the list in the entry, the entry in the head. */
function checkChain({ chain, head, seal, leaves }, found) {
  const name = `Mentorship ${quoted(chain)}`;
  const before = found.faults.length;
  if (seal === null) return found.fault(`${name}: nothing ties what is shown of it to its chain.`);
  const { entry, opened, list } = seal;
  const { v, seq, at, leaves: digests, voids, prev } = entry;
  if (sha256(canonical({ v, chain, seq, at, leaves: digests, voids, prev })) !== entry.hash)
    found.fault(`${name}: the last entry of its chain was changed.`);
  if (seq !== head.seq || entry.hash !== head.hash)
    found.fault(`${name}: its chain ends elsewhere than at the entry that was made with the pack.`);
  if (opened.length !== digests.length || opened.some((leaf, n) => leaf.n !== n || digestOf(leaf) !== digests[n]))
    found.fault(`${name}: what the last entry says is not what it committed to.`);
  const said = new Map(opened.map(({ path, value }) => [path, value]));
  if (said.get('what') !== 'pack.sealed' || said.get('actor') !== null)
    found.fault(`${name}: the last entry of its chain is not that of a pack’s making.`);
  if (said.get('fact/seal') !== sha256(canonical(list)))
    found.fault(`${name}: the list of all its facts was changed: it is not the one that was sealed.`);
  const isPower = list.length >= 8 && Number.isInteger(Math.log2(list.length));
  if (!isPower || list.some((one, i) => i > 0 && list[i - 1] >= one))
    found.fault(`${name}: the list of all its facts is not in its order.`);
  const sealed = new Set(list);
  const seen = new Set();
  leaves.forEach((leaf, i) => {
    const what = `${name}, ${quoted(leaf.path)}`;
    if (!sealed.has(sealedAs(leaf)))
      found.fault(`${what}: was changed, or was put in: it is not what stood there when the pack was sealed.`);
    if (leaf.at > at) found.fault(`${what}: is said to be newer than the pack.`);
    if (seen.has(leaf.path)) found.fault(`${what}: stands there twice.`);
    else if (i > 0 && leaves[i - 1].path >= leaf.path) found.fault(`${what}: was moved: it is not in its order.`);
    seen.add(leaf.path);
  });
  if (found.faults.length === before)
    found.ok(`${name}: ${leaves.length} facts are those that were sealed into its chain.`);
}

// ------------------------------------------------------------------------------------------------------ the signature

/** @returns the head, where it was signed by the key that was asked for */
function checkSigned(files, manifest, key, found) {
  const { signed, publicKey } = manifest;
  if (signed === undefined || signed === null) {
    (key === undefined ? found.open : found.faults).push(
      'The pack is not signed. Whoever has the program could have made it up; a program of version 0.8.0 or later that has a key to sign with signs each pack.',
    );
    return undefined;
  }
  if (!isHead(signed)) unfit('The signed head has not the form that it should have: it was changed by hand.');
  const by = keyOf(publicKey) ?? unfit('The key in the pack is none: it was changed by hand.');
  let good = true;
  const fault = (sentence) => {
    good = false;
    found.fault(sentence);
  };
  if (by.print !== signed.key) fault('The key in the pack is not the one that the signed head names.');
  if (sha256(bodyOf(signed)) !== signed.hash) fault('The signed head was changed: its hash is not its own.');
  if (!isSigned(bodyOf(signed), signed.signature, by))
    fault('The signature under the signed head is false: the head was changed.');
  checkSignature(files, by, fault);
  if (key === undefined)
    found.open.push(
      'Whose key signed the pack cannot be told from the pack. Ask whoever runs the program for the fingerprint of its key, or read it in a weekly digest, and give it with --key.',
    );
  else if (!by.print.startsWith(key)) {
    fault(
      `The pack was signed by another key than the one that you gave (${short(key)}). It was made up, or by another program; or the key was changed since, and whoever runs the program has the earlier fingerprint.`,
    );
  } else if (good)
    found.ok(
      `It is signed by the key whose fingerprint you gave (${short(key)})${key.length < 64 ? '; of that you gave 16 of 64 digits, which is enough for all but a state' : ''}.`,
    );
  return good ? signed : undefined;
}

/** Of all that stands in the pack: the signature over its list of files. */
function checkSignature(files, by, fault) {
  if (!files.has('signature.json'))
    return fault(
      'signature.json is missing: nothing shows that the pages and the list of files are as they were made.',
    );
  const { v, manifest, key, signature, ...more } = jsonOf(files, 'signature.json');
  const is = sha256(files.get('manifest.json'));
  if (v !== 1 || Object.keys(more).length > 0 || key !== by.print)
    fault('signature.json has not the form that it should have: it was changed by hand.');
  else if (manifest !== is) fault('manifest.json was changed: it is not the one that was signed.');
  else if (!isSigned(canonical(['pack', is]), signature, by))
    fault('The signature over the pack’s list of files is false.');
}

/** Each chain ends where the signed head has it. */
function checkInclusion(manifest, signed, found) {
  const places = new Set();
  const before = found.faults.length;
  const all = [
    ...manifest.chains,
    ...(isObject(manifest.programme) && (manifest.programme.inclusion ?? null) !== null ? [manifest.programme] : []),
  ];
  for (const { chain, head, inclusion } of all) {
    const name = `Mentorship ${quoted(chain)}`;
    if (!isInclusion(inclusion) || !isEnd(head)) {
      found.fault(`${name}: nothing shows that its chain is in the signed head.`);
      continue;
    }
    if (places.has(inclusion.index)) found.fault(`${name}: its place in the signed head is another’s.`);
    places.add(inclusion.index);
    if (inclusion.index >= signed.size || rootBy({ chain, ...head }, inclusion, signed.size) !== signed.root)
      found.fault(`${name}: its chain does not end where the signed head says that it does.`);
  }
  if (found.faults.length === before)
    found.ok(
      `${count(manifest.chains.length, 'chain ends', 'chains end')} where signed head ${signed.seq} of ${moment(signed.at)} has it.`,
    );
}

// ------------------------------------------------------------------------------------------- figures, against the facts

function partsOf(path) {
  const [, kind = '', id = '', version, part = ''] =
    /^([a-z]+):([^:@/]+)(?:@(\d{1,9}))?(?:\/([\s\S]+))?$/.exec(path) ?? [];
  return { kind, id, version: version === undefined ? undefined : Number(version), part };
}

/** Which fields of a leaf are which of a row; the same names where none is given. */
const fieldsOf = {
  'session figures': 'kind startsAt minutes=plannedMinutes state endedAt plannedAt plannedAfterwards missed',
  'plan figures': 'startsAt minutes kind savedAt copiedFrom unchanged',
  'record head': 'version firstSavedAt signedAt botDelayMs lag',
  'agreement standing': 'state createdAt agreedAt endedAt',
  'agreement signatures': 'mentor=mentorSignedAt mentee=menteeSignedAt',
  'goal levels': 'baseline target menteeBaseline state',
  'contact figures': 'at minutes',
  'level figures': 'goal level at session',
};

const isRecords = shape({
  format: (v) => v === 1 || v === 2,
  at: isNumber,
  mentorships: listOf(
    shape({
      id: isText,
      mentee: isText,
      agreements: listOf(shape({ version: isNumber })),
      goals: listOf(shape({ id: isText })),
    }),
  ),
  contacts: listOf(shape({ id: isText, mentorship: isText })),
  levels: listOf(shape({ id: isText, mentorship: isText })),
  sessions: listOf(
    shape({
      id: isText,
      beganAt: isNumber,
      minutes: isCount,
      plannedMinutes: isCount,
      mentees: listOf(isText),
      mentorships: listOf(isText),
      parts: listOf(
        shape({
          mentee: isText,
          mentorship: isText,
          minutes: isCount,
          standing: isText,
          mentorMinutes: orNull(isCount),
          menteeMinutes: orNull(isCount),
        }),
      ),
      record: orNull(
        shape({ version: isNumber, body: shape({ minutes: isCount, startedAt: isNumber, attended: listOf(isText) }) }),
      ),
    }),
  ),
});

/** Every row that has a leaf, under `CHAIN KIND:ID PART`. */
function rowsOf(records) {
  const rows = new Map();
  const put = (chain, thing, part, row) => void rows.set(`${chain} ${thing} ${part}`, row);
  for (const m of records.mentorships) {
    put(m.id, `agreement:${m.id}`, 'standing', m);
    for (const a of m.agreements)
      if (a.mentorSignedAt !== null && a.menteeSignedAt !== null)
        put(m.id, `agreement:${m.id}@${a.version}`, 'signatures', a);
    for (const g of m.goals) put(m.id, `goal:${g.id}`, 'levels', g);
  }
  for (const c of records.contacts) put(c.mentorship, `contact:${c.id}`, 'figures', c);
  for (const l of records.levels) put(l.mentorship, `level:${l.id}`, 'figures', l);
  for (const s of records.sessions)
    for (const chain of s.mentorships) {
      put(chain, `session:${s.id}`, 'figures', s);
      if (isObject(s.plan)) put(chain, `plan:${s.id}`, 'figures', s.plan);
      if (s.record !== null && isObject(s.head)) put(chain, `record:${s.id}`, 'head', { lag: null, ...s.head });
    }
  return rows;
}

function checkFigures(manifest, records, found) {
  const before = found.faults.length;
  const rows = rowsOf(records);
  const leaves = new Map();
  for (const { chain, leaves: its } of manifest.chains)
    for (const { path, value } of its) {
      const { kind, id, version, part } = partsOf(path);
      const thing = part === 'signatures' ? `${kind}:${id}@${version}` : `${kind}:${id}`;
      const named = part.split('/')[0];
      leaves.set(`${chain} ${thing} ${named}`, { path, value });
      const fields = fieldsOf[`${kind} ${named}`];
      if (fields === undefined) continue;
      const row = rows.get(`${chain} ${thing} ${named}`);
      if (row === undefined) {
        found.fault(`${quoted(path)}: was sealed, and records.json does not have what it is of.`);
        continue;
      }
      for (const field of fields.split(' ')) {
        const [was, is = was] = field.split('=');
        const [a, b] = [isObject(value) ? value[was] : undefined, row[is]];
        if (canonical(a ?? null) !== canonical(b ?? null))
          found.fault(
            `${quoted(path)}: records.json says ${quoted(JSON.stringify(b ?? null))} of ${is}; what was sealed is ${quoted(JSON.stringify(a ?? null))}.`,
          );
      }
    }
  for (const [key] of rows)
    if (!leaves.has(key)) {
      const [chain, thing, part] = key.split(' ');
      found.fault(
        `Mentorship ${quoted(chain)}, ${quoted(thing)}: its ${part} stand in records.json, and what was sealed of them was taken out.`,
      );
    }
  const ids = records.mentorships.map((m) => m.id);
  const chains = manifest.chains.map((c) => c.chain);
  if (canonical([...ids].sort(byUnits)) !== canonical([...chains].sort(byUnits)))
    found.fault('manifest.json has the chains of other mentorships than records.json.');
  if (found.faults.length === before)
    found.ok(`records.json says of ${count(rows.size, 'thing')} what was sealed of each.`);
  checkMinutes(manifest, records, (chain, thing, part) => leaves.get(`${chain} ${thing} ${part}`)?.value, found);
}

/** Each minute that counts rests on what was sealed: the record, who came, and what the mentee said of its length. */
function checkMinutes(manifest, records, leafOf, found) {
  const before = found.faults.length;
  let [parts, unseen] = [0, 0];
  for (const s of records.sessions) {
    const longest = s.parts.reduce((n, p) => Math.max(n, p.minutes), 0);
    if (s.minutes !== longest)
      found.fault(`Session ${quoted(s.id)}: counts ${s.minutes} minutes, and its parts come to ${longest}.`);
    for (const p of s.parts) {
      const claims = p.minutes > 0 || p.standing === 'disputed';
      const seat = leafOf(p.mentorship, `session:${s.id}`, 'attendance');
      if (claims) parts += 1;
      if (claims && seat === undefined) unseen += 1;
      const wrong = claims ? whyNot(s, p, seat, leafOf) : undefined;
      if (wrong !== undefined)
        found.fault(`Session ${quoted(s.id)}, ${quoted(p.mentee)}: ${p.minutes} minutes count, ${wrong}.`);
    }
  }
  const is = totalsOf(records.sessions);
  for (const [name, minutes] of Object.entries(is))
    if (manifest.figures.minutes[name] !== minutes)
      found.fault(
        `The total “${name}” is ${quoted(manifest.figures.minutes[name])} minutes in manifest.json, and comes to ${minutes}.`,
      );
  if (found.faults.length === before)
    found.ok(
      `${is.delivered} minutes count, ${is.confirmed} of them confirmed or settled: each rests on what was sealed of its session (${count(parts, 'part')}).`,
    );
  if (unseen > 0)
    found.beyond.push(
      `what the mentee said of the length of ${count(unseen, 'part')}: no fact of it is shown, so that nobody can tell who said nothing from who said no. The mentor’s figures of them were checked`,
    );
}

/** Why these minutes do not rest on what was sealed; undefined where they do. */
function whyNot(s, p, seat, leafOf) {
  const figures = leafOf(p.mentorship, `session:${s.id}`, 'figures');
  const record = leafOf(p.mentorship, `record:${s.id}`, 'figures');
  if (!isObject(figures)) return 'and nothing was sealed of the session';
  if (!isObject(record)) return 'and nothing was sealed of its record';
  if (figures.state !== 'ended') return 'and what was sealed says that the session was not held';
  if (record.attended !== true) return 'and what was sealed says that the mentee was not there';
  if (record.startedAt !== s.beganAt) return 'and what was sealed says that it began at another time';
  if (record.minutes !== p.mentorMinutes)
    return `and what was sealed of the record is ${quoted(record.minutes)} minutes`;
  if (p.minutes > 0 && figures.plannedAt > Math.min(s.beganAt, figures.startedAt ?? s.beganAt))
    return 'and what was sealed says that its plan was made after it had begun';
  const agreed = leafOf(p.mentorship, `agreement:${p.mentorship}`, 'standing')?.agreedAt;
  const late = s.kind === 'first' ? 8 * 24 * 60 * minute : 0;
  if (p.minutes > 0 && !(isNumber(agreed) && agreed <= Math.max(s.beganAt, figures.startedAt ?? s.startsAt) + late))
    return 'and what was sealed says that the agreement was not signed by then';
  if (!isObject(seat))
    return p.standing === 'settled' || p.minutes === record.minutes || p.minutes === 0
      ? undefined
      : 'more or less than its record';
  const { confirmation, confirmedMinutes, settledMinutes } = seat;
  const said = confirmation === 'did-not-happen' ? 0 : confirmedMinutes;
  if ((p.menteeMinutes ?? null) !== (said ?? null))
    return `and what was sealed of the mentee’s word is ${quoted(said)} minutes`;
  const disputes = confirmation === 'did-not-happen' || (confirmation === 'different' && said !== record.minutes);
  const [standing, minutes] =
    (settledMinutes ?? null) !== null
      ? ['settled', settledMinutes]
      : disputes
        ? ['disputed', 0]
        : [confirmation === 'open' ? 'unanswered' : 'confirmed', record.minutes];
  if (p.standing !== standing) return `as “${quoted(p.standing)}”, and by what was sealed it is “${standing}”`;
  return p.minutes === minutes ? undefined : `and by what was sealed it is ${minutes}`;
}

function totalsOf(sessions) {
  const spans = (of) => sessions.map((s) => [s.beganAt, s.parts.reduce((n, p) => Math.max(n, of(p)), 0)]);
  const delivered = spans((p) => p.minutes);
  const confirmed = spans((p) =>
    p.standing === 'settled' ? p.minutes : p.standing === 'confirmed' ? Math.min(p.minutes, p.menteeMinutes ?? 0) : 0,
  );
  const disputed = spans((p) => (p.standing === 'disputed' ? (p.mentorMinutes ?? 0) : 0));
  const counts = covered(delivered);
  return { delivered: counts, confirmed: covered(confirmed), disputed: covered([...disputed, ...delivered]) - counts };
}

/** How many minutes lie in at least one of these. */
function covered(spans) {
  const taken = spans
    .filter(([, n]) => n > 0)
    .map(([from, n]) => [Math.floor(from / minute), Math.floor(from / minute) + n]);
  taken.sort((a, b) => a[0] - b[0]);
  let [sum, end] = [0, Number.NEGATIVE_INFINITY];
  for (const [from, to] of taken) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

// ------------------------------------------------------------------------------------------------------ earlier heads

/** A file of heads that left the machine: a chain of its own, and the pack's head is on it. */
function checkHeads(text, signed, publicKey, found) {
  const before = found.faults.length;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const by = keyOf(publicKey);
  const heads = new Map();
  let [last, others, unsigned] = [undefined, 0, 0];
  for (const [i, line] of lines.entries()) {
    let head;
    try {
      head = JSON.parse(line);
    } catch {}
    if (!isHead(head)) {
      found.fault(`Line ${i + 1} of the heads file is damaged.`);
      continue;
    }
    if (head.programme !== signed.programme) {
      others += 1;
      continue;
    }
    if (sha256(bodyOf(head)) !== head.hash) found.fault(`Head ${head.seq} in the heads file was changed.`);
    else if (head.key !== by?.print) unsigned += 1;
    else if (!isSigned(bodyOf(head), head.signature, by))
      found.fault(`The signature under head ${head.seq} in the heads file is false.`);
    const twin = heads.get(head.seq);
    if (twin !== undefined && twin.hash !== head.hash)
      found.fault(`The heads file has two heads ${head.seq}: somewhere the record went on in two ways.`);
    if (twin !== undefined) continue;
    if (last !== undefined && head.seq !== last.seq + 1)
      found.fault(`In the heads file head ${head.seq} stands behind head ${last.seq}: lines were taken out or moved.`);
    else if (last !== undefined && head.prev !== last.hash)
      found.fault(
        `Head ${head.seq} in the heads file does not follow head ${last.seq}: the record was written anew between them.`,
      );
    heads.set(head.seq, head);
    last = head;
  }
  if (last === undefined) {
    found.open.push('The heads file has no head of this programme, so it shows nothing of this pack.');
    return;
  }
  const same = heads.get(signed.seq);
  const previous = heads.get(signed.seq - 1);
  if (same !== undefined && same.hash !== signed.hash)
    found.fault(
      `Head ${signed.seq} in the heads file is another than the pack’s: the record was written anew, or went on in two copies.`,
    );
  else if (same === undefined && previous !== undefined && signed.prev !== previous.hash)
    found.fault(
      `The pack’s head ${signed.seq} does not follow head ${previous.seq} in the heads file: the record was written anew, or went on in two copies.`,
    );
  else if (same === undefined && previous === undefined && signed.seq > last.seq)
    found.open.push(
      `The heads file ends with head ${last.seq}, and the pack has head ${signed.seq}: ask for a newer copy of the file.`,
    );
  else if (same === undefined && previous === undefined)
    found.open.push(`The heads file begins after the pack’s head ${signed.seq}: it shows nothing of this pack.`);
  else if (found.faults.length === before)
    found.ok(
      `The pack’s head ${signed.seq} follows from the heads file, ${count(heads.size, 'head')} from ${moment([...heads.values()][0].at)} on.`,
    );
  if (others > 0) found.beyond.push(`${count(others, 'line')} of the heads file: they are another programme’s`);
  if (unsigned > 0)
    found.beyond.push(
      `the signatures under ${count(unsigned, 'head')} of the heads file: they are by another key, which is not in the pack. That each follows the one before was checked`,
    );
}

/** What an earlier pack has, this one has to go on from. */
function checkEarlier(bytes, now, found) {
  const files = unzip(bytes);
  const manifest = jsonOf(files, 'manifest.json');
  if (!isManifest(manifest)) unfit('The earlier pack has not the form that a pack has.');
  const inIt = new Findings();
  for (const chain of manifest.chains) checkChain(chain, inIt);
  const isOld = (manifest.signed ?? null) === null;
  if (isOld)
    found.beyond.push(
      'who made the earlier pack: it is of before packs were signed, and shows what it shows to whoever kept it themselves',
    );
  const signed = isOld ? undefined : checkSigned(files, manifest, now.key, inIt);
  if (signed !== undefined) checkInclusion(manifest, signed, inIt);
  const nothing = (sentence) => void found.open.push(`The earlier pack shows nothing of this one: ${sentence}`);
  if (inIt.faults.length > 0) return nothing(`it is itself not as it was made. ${inIt.faults[0]}`);
  if (manifest.madeAt > now.manifest.madeAt) return nothing('it is the later one of both. Exchange them.');
  if (signed !== undefined && now.signed !== undefined && signed.programme !== now.signed.programme)
    return nothing('it is another programme’s.');
  const before = found.faults.length;
  if (signed !== undefined && now.signed !== undefined) followsOn(signed, now.signed, found);
  let compared = 0;
  for (const one of manifest.chains) {
    const is = now.manifest.chains.find((c) => c.chain === one.chain);
    if (is === undefined) found.beyond.push(`mentorship ${quoted(one.chain)}: it is in the earlier pack alone`);
    else {
      compared += 1;
      goesOnFrom(one, is, found);
    }
  }
  if (found.faults.length > before) return undefined;
  if (compared === 0) return nothing('they have no mentorship in common.');
  return found.ok(`It goes on from the earlier pack of ${moment(manifest.madeAt)}: ${count(compared, 'mentorship')}.`);
}

function followsOn(was, is, found) {
  if (is.seq < was.seq)
    found.fault(
      `The earlier pack has head ${was.seq}, and this later one only head ${is.seq}: an older copy of the data was put back, or the record was cut short.`,
    );
  else if (is.seq === was.seq && is.hash !== was.hash)
    found.fault(
      `Both packs have a head ${is.seq}, and they differ: the record was written anew, or went on in two copies.`,
    );
  else if (is.seq === was.seq + 1 && is.prev !== was.hash)
    found.fault(
      `Head ${is.seq} of this pack does not follow head ${was.seq} of the earlier one: the record was written anew, or went on in two copies.`,
    );
}

function goesOnFrom(was, is, found) {
  const name = `Mentorship ${quoted(is.chain)}`;
  if (is.head.seq < was.head.seq)
    found.fault(
      `${name}: its chain had ${was.head.seq} entries in the earlier pack, and has ${is.head.seq} now: it was cut short.`,
    );
  else if (is.head.seq === was.head.seq && is.head.hash !== was.head.hash)
    found.fault(
      `${name}: its chain has the same number of entries as in the earlier pack, and others: it was written anew.`,
    );
  // What was entered before the earlier pack was sealed, and holds still, was in the list of all facts that was sealed then.
  const sealed = new Set(was.seal.list);
  const now = new Map(is.leaves.map((leaf) => [leaf.path, leaf]));
  for (const leaf of is.leaves)
    if (leaf.at < was.seal.entry.at && !sealed.has(sealedAs(leaf)))
      found.fault(
        `${name}, ${quoted(leaf.path)}: is said to be older than the earlier pack, and was not sealed with it: the record was written anew.`,
      );
  for (const leaf of was.leaves) {
    const { kind, part } = partsOf(leaf.path);
    const later = now.get(leaf.path);
    if (later !== undefined && later.at < leaf.at)
      found.fault(
        `${name}, ${quoted(leaf.path)}: was newer in the earlier pack than in this one: an older copy was put back.`,
      );
    if (later === undefined && kind === 'agreement' && (part === 'signatures' || part === 'standing'))
      found.fault(`${name}, ${quoted(leaf.path)}: stands in the earlier pack, and is gone.`);
  }
}

// ------------------------------------------------------------------------------------------------------------ the whole

/**
 * @param {Uint8Array} zip
 * @param {{ key?: string, heads?: string, earlier?: readonly Uint8Array[] }} given the fingerprint as somebody types it; the
 * text of a heads file; earlier packs
 */
export function verifyPack(zip, given = {}) {
  const found = new Findings();
  const about = { madeAt: undefined, program: undefined, print: undefined, head: undefined };
  found.try(() => {
    const key = given.key === undefined ? undefined : printGiven(given.key);
    if (given.key !== undefined && key === undefined)
      return found.open.push(
        'What was given as --key is no fingerprint: it has 64 digits, or the first 16 of them in fours.',
      );
    const files = unzip(zip);
    const manifest = jsonOf(files, 'manifest.json');
    if (!isManifest(manifest))
      unfit(
        'manifest.json has not the form that a pack’s has: it was changed by hand, or is of a later version than this verifier.',
      );
    found.try(() => checkFiles(files, manifest, found));
    Object.assign(about, {
      madeAt: manifest.madeAt,
      program: manifest.program,
      print: keyOf(manifest.publicKey)?.print,
    });
    for (const chain of manifest.chains) found.try(() => checkChain(chain, found));
    const signed = found.try(() => checkSigned(files, manifest, key, found));
    about.head = signed?.seq;
    if (signed !== undefined) found.try(() => checkInclusion(manifest, signed, found));
    found.try(() => {
      const records = jsonOf(files, 'records.json');
      if (!isRecords(records)) unfit('records.json has not the form that a pack’s has: it was changed by hand.');
      if (records.at !== manifest.madeAt) found.fault('records.json is of another time than manifest.json.');
      checkFigures(manifest, records, found);
    });
    if (given.heads !== undefined)
      found.try(() =>
        signed === undefined
          ? found.open.push(
              'The heads file could not be compared: the pack has no head that is signed as it should be.',
            )
          : checkHeads(given.heads, signed, manifest.publicKey, found),
      );
    for (const earlier of given.earlier ?? []) found.try(() => checkEarlier(earlier, { manifest, signed, key }, found));
    return undefined;
  });
  const { checked, faults, open } = found;
  const beyond = [
    ...found.beyond,
    'what the pages (PDF) show, line by line: that they are the ones that were made was checked by their hash, and that the data says the same is read by eye',
    'entries of the chains that are no part of a pack: they are looked at where the program runs (npx mentorlog verify)',
    ...((given.earlier ?? []).length === 0 && given.heads === undefined
      ? [
          'whether the record was written anew before the pack was made, by somebody with the key to sign: give a heads file or an earlier pack',
        ]
      : []),
  ];
  const code = faults.length > 0 ? 1 : open.length > 0 ? 2 : 0;
  return { code, about, checked, faults, open, beyond, promises };
}

/** In words, for whoever reads it in a terminal. */
function told({ code, about, checked, faults, open, beyond }, name) {
  const lines = [
    `${quoted(name)}${about.madeAt === undefined ? '' : `, made ${moment(about.madeAt)} by Mentorlog ${quoted(about.program)}`}`,
  ];
  const part = (title, sentences, end = '') => {
    if (sentences.length === 0) return;
    lines.push('', title);
    for (const sentence of sentences.slice(0, most.told)) lines.push(`  - ${sentence}${end}`);
    if (sentences.length > most.told) lines.push(`  - and ${sentences.length - most.told} more of these.`);
  };
  part('NOT AS IT SHOULD BE', faults);
  part('COULD NOT BE CHECKED, AND SHOULD BE', open);
  part('CHECKED', checked);
  part('NOT CHECKED HERE', beyond, '.');
  part('WHAT NO SINGLE MACHINE CAN PROMISE', promises, '.');
  const result = [
    'Everything that was checked is as it was when the pack was made and signed.',
    'Something was changed, or is missing. Do not rely on this pack: ask for another one, and show whoever runs the program what is said above.',
    'Nothing was found that does not fit, but that is not enough to rely on it: see what could not be checked.',
  ];
  lines.push('', `RESULT: ${result[code]}`);
  return lines.join('\n');
}

const usage =
  'node mentorlog-verify.mjs PACK.zip --key FINGERPRINT [--heads HEADS.jsonl] [--earlier EARLIER.zip] [--json]\n' +
  'The fingerprint is that of the key which the program signs with: ask whoever runs it, or read it in a weekly digest.';

function main(args) {
  const given = { earlier: [] };
  let [pack, json] = [undefined, false];
  const out = (text) => void process.stdout.write(`${text}\n`);
  const failed = (sentence) => {
    out(json ? JSON.stringify({ code: 2, faults: [], open: [sentence], checked: [], beyond: [], promises }) : sentence);
    return 2;
  };
  const readAs = (file, limit, what) => {
    let size;
    try {
      size = statSync(file).size;
    } catch {
      unfit(`There is no file ${quoted(file)}.`);
    }
    if (size > limit) unfit(`${quoted(file)} is larger than any ${what} is.`);
    try {
      return readFileSync(file);
    } catch {
      return unfit(`${quoted(file)} cannot be read.`);
    }
  };
  if (args.includes('--json')) json = true;
  if (args.includes('--help') || args.length === 0) {
    out(usage);
    return args.length === 0 ? 2 : 0;
  }
  try {
    const rest = args.filter((arg) => arg !== '--json');
    while (rest.length > 0) {
      const arg = rest.shift();
      if (!arg.startsWith('--')) {
        if (pack !== undefined) unfit(`One pack at a time: ${quoted(arg)} is a second one. ${usage}`);
        pack = arg;
        continue;
      }
      if (!['--key', '--heads', '--earlier'].includes(arg)) unfit(`${quoted(arg)} is not known here. ${usage}`);
      const value = rest.shift() ?? unfit(`Something is missing behind ${arg}. ${usage}`);
      if (arg === '--key') given.key = value;
      else if (arg === '--heads') given.heads = readAs(value, most.heads, 'heads file').toString('utf8');
      else given.earlier.push(readAs(value, most.zip, 'pack'));
    }
    if (pack === undefined) unfit(`Which pack? ${usage}`);
    const result = verifyPack(readAs(pack, most.zip, 'pack'), given);
    out(json ? JSON.stringify(result, null, 2) : told(result, pack));
    return result.code;
  } catch (error) {
    return failed(
      error instanceof Unfit
        ? error.message
        : 'It could not be checked: the machine has not enough memory, or the file is not what it seems.',
    );
  }
}

const isRun = () => {
  try {
    return process.argv[1] !== undefined && pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url;
  } catch {
    return false;
  }
};
if (isRun()) {
  // Where what it says cannot be written Node would end it with 1, which means that something was changed.
  process.stderr.on('error', () => undefined);
  process.stdout.on('error', ({ code }) => {
    // Whoever reads only the first lines has the result in the exit code.
    if (code === 'EPIPE') return;
    process.stderr.write(`What was found could not be written (${code}). See that where it goes has room.\n`);
    if (process.exitCode === 0) process.exitCode = 2;
  });
  process.exitCode = main(process.argv.slice(2));
}
