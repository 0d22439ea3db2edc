import { setFlagsFromString } from 'node:v8';
import { faultCode } from '../../src/kernel/errors.js';
import type { Asked, Drawn } from './documents.js';
import { drawHere } from './draw-here.js';

/** The process that draws: it is asked by message and answers by message, and ends with whoever started it. */

// A picture or two are drawn here, not thousands: compiling only what runs, and only once, takes a third of the memory.
setFlagsFromString('--wasm-lazy-compilation');
setFlagsFromString('--liftoff-only');

process.on('message', (asked: Asked) => {
  const answer = (drawn: Drawn): void => void process.send?.(drawn);
  drawHere.draw(asked.chart, asked.as).then(
    (file) => answer({ id: asked.id, file }),
    (error: unknown) => answer({ id: asked.id, fault: faultCode(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
