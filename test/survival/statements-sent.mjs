/**
 * Says what a program is about to send to PostgreSQL. Its packages are bundled (prisma/bundle.mjs), so that nothing can be
 * put in pg's place from outside: the statements are read where they leave, on the socket.
 */
import { Socket } from 'node:net';

const [parse, query] = [0x50, 0x51];

/** The text of the statement in a message of PostgreSQL's protocol; undefined where it is another, or none. */
function statementIn(data) {
  if (!Buffer.isBuffer(data) || data.length < 6 || (data[0] !== parse && data[0] !== query)) return undefined;
  // The length behind the message's letter; of what only begins with that letter it is something else.
  if (data.readUInt32BE(1) !== data.length - 1) return undefined;
  const parts = data.toString('utf8', 5).split('\0');
  return data[0] === query ? parts[0] : parts[1];
}

/** @param act is given each statement's text and its connection, before it leaves */
export function beforeEachStatement(act) {
  const { write } = Socket.prototype;
  Socket.prototype.write = function writes(data, ...rest) {
    const text = statementIn(data);
    if (text !== undefined) act(text, this);
    return write.call(this, data, ...rest);
  };
}
