import { z } from 'zod';
import { keptValue, ofSession } from '../../domain/kept.js';

/** When the record of a session was asked for, and when that session had ended (ms): how late the bot itself was. */
export const recordAsked = keptValue({
  name: 'record-asked',
  per: [ofSession],
  schema: z.object({ askedAt: z.number(), endedAt: z.number() }),
  erasure: { of: 'nobody', because: 'It is times of a session, which stay as its minutes do.' },
});
