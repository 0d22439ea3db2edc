/**
 * Says what a program is about to send to PostgreSQL. Its packages are bundled (prisma/bundle.mjs), so that nothing can be
 * put in pg's place from outside: the statements are read where they leave, on the socket.
 */
import { Socket } from 'node:net';

const [parse, bind, query] = [0x50, 0x42, 0x51];
/** Texts that a connection keeps prepared, by their names: they are sent once, and then by name alone. */
const prepared = new WeakMap();

/** The text of the statement that a message of PostgreSQL's protocol has run; undefined where it has none run. */
function statementIn(data, on) {
  if (!Buffer.isBuffer(data) || data.length < 6 || ![parse, bind, query].includes(data[0])) return undefined;
  // The length behind the message's letter; of what only begins with that letter it is something else.
  if (data.readUInt32BE(1) !== data.length - 1) return undefined;
  const [first, second] = data.toString('utf8', 5).split('\0');
  if (data[0] === query) return first;
  const names = prepared.get(on) ?? new Map();
  prepared.set(on, names);
  if (data[0] === bind) return names.get(second);
  names.set(first, second);
  return undefined;
}

/** @param act is given each statement's text and its connection, before it leaves */
export function beforeEachStatement(act) {
  const { write } = Socket.prototype;
  Socket.prototype.write = function writes(data, ...rest) {
    const text = statementIn(data, this);
    if (text !== undefined) act(text, this);
    return write.call(this, data, ...rest);
  };
}
