import type { Reply } from '../../chat/inbound.js';
import { actionSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PressHandler } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { keyOf, mayTick, mentorshipsFor } from './actions.js';
import { recordPanel } from './panel.js';

/** Ticks an action off, or takes the tick back; answers with the record as it stands then. */
export const actionDone: PressHandler = async (press, work): Promise<Reply> => {
  const about = actionSubject.read(press.subject);
  const session = await sessionOf(work, about?.session ?? press.subject);
  demand('record.tick-action', work, aboutSession(session));
  const record = await work.rows.records.get(session.id);
  const action = record?.body.actions.find((a) => a.key === about?.action);
  if (action === undefined)
    throw new Refused('no-such-action', 'That action is no longer in the record. Open the record to see what is.');
  if (!mayTick(session, action, work))
    throw new Refused('not-allowed', 'This action is your mentor’s to tick off. Nothing has changed.');
  const done = press.arg !== 'undo';
  for (const mentorship of mentorshipsFor(session, work)) {
    const before = (await work.rows.actions.done(mentorship)).has(keyOf(session, action));
    if (before === done) continue;
    await work.rows.actions.setDone(mentorship, keyOf(session, action), done, work.now);
    work.audit('action.done', keyOf(session, action), { done }, mentorship);
  }
  return { kind: 'panel', card: await recordPanel(session, '', work) };
};
