import { faultCode } from '../../src/kernel/errors.js';
import type { PackSource } from '../../src/ports/packs.js';
import { makeHere } from './pack/make-here.js';
import { put } from './pack/pieces.js';
import type { PackerAnswer, ToPacker } from './packs.js';

/** The process that makes packs: it is sent what one is made of, asked, and ends with whoever started it. */

let source: Readonly<Record<string, unknown>> = {};
const answer = (came: PackerAnswer): void => void process.send?.(came);

process.on('message', (message: ToPacker) => {
  if ('rest' in message)
    source = { ...Object.fromEntries(message.keeps.map((key) => [key, source[key]])), ...(message.rest as object) };
  else if ('at' in message) put(source, message);
  else {
    const { id } = message;
    const from = source as unknown as PackSource;
    const came =
      message.ask === 'survey'
        ? makeHere.survey(from).then((hits) => ({ id, hits }))
        : makeHere.make(from).then((made) => ({ id, made }));
    came.then(answer, (error: unknown) => answer({ id, fault: faultCode(error) }));
  }
});
process.on('disconnect', () => process.exit(0));
