import { z } from 'zod';
import { keptValue, ofSession } from '../../domain/kept.js';

/**
 * When the record of a session was asked for, when that session had ended, and from when it could have been asked for
 * (ms): how late the bot itself was. Older rows lack the last.
 */
export const recordAsked = keptValue({
  name: 'record-asked',
  per: [ofSession],
  schema: z.object({ askedAt: z.number(), endedAt: z.number(), from: z.number().optional() }),
  erasure: { of: 'nobody', because: 'It is times of a session, which stay as its minutes do.' },
});
