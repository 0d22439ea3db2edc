/**
 * Loaded before a program: counts the statements that it sends to PostgreSQL, by the messages of the protocol (an Execute, or
 * a simple Query; protocol-message-formats), and writes how many there were by then into the file that COUNTED names.
 */
import { writeFileSync } from 'node:fs';
import net from 'node:net';

const ours = new WeakSet();
const counted = { statements: 0, ends: 0 };
const { connect, write } = net.Socket.prototype;

net.Socket.prototype.connect = function connecting(...args) {
  const to = Array.isArray(args[0]) ? args[0][0] : args[0];
  const where = typeof to === 'string' ? to : to?.path;
  if (typeof where === 'string' && where.includes('.s.PGSQL.')) ours.add(this);
  return connect.apply(this, args);
};

const isEnd = /^\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION)/i;
net.Socket.prototype.write = function writing(chunk, ...rest) {
  if (ours.has(this) && Buffer.isBuffer(chunk))
    for (let at = 0; at + 5 <= chunk.length; ) {
      const kind = chunk[at];
      // What begins a session has no kind; its length begins with a zero.
      if (kind === 0) break;
      const length = chunk.readUInt32BE(at + 1);
      if (kind === 0x51 && isEnd.test(chunk.toString('latin1', at + 5, at + 30))) counted.ends += 1;
      else if (kind === 0x45 || kind === 0x51) counted.statements += 1;
      at += 1 + length;
    }
  return write.call(this, chunk, ...rest);
};

const file = process.env.COUNTED;
if (file !== undefined) setInterval(() => writeFileSync(file, JSON.stringify(counted)), 500).unref();
