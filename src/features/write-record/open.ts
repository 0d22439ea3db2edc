import type { Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import type { Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { demandThere } from '../shared/erased-part.js';
import { levelsSaid } from '../shared/goal-levels.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { aboutRecord, notNow } from './about.js';
import { seedOf } from './answers.js';
import { changesIn, changesSaid } from './changes.js';
import { ratedIn } from './goals.js';
import { askingOf } from './later.js';

/** Opens the record's form: to write it, or to change what is signed. @throws Refused where it cannot be had now. */
export async function openRecord(session: Session, work: ActorWork): Promise<Reply> {
  demand('record.write', work, aboutSession(session));
  await demandThere(session, work);
  const draft = await work.rows.drafts.open(work.actor.id, 'record', session.id);
  const begun = draft !== undefined && draft.savedAt !== null;
  const stopped = notNow(session, work.now, work.actor);
  // A draft of a session that was cancelled since still opens, so that its words can be copied; it cannot be saved.
  if (stopped !== undefined && !begun) throw new Refused('no-record-now', stopped);
  const about = await aboutRecord(session, work);
  const seed = seedOf(about);
  const said = (await ratedIn(session, work)).map((rated) => levelsSaid(rated, session.id, work.actor.id));
  return work.forms.open(
    'record',
    session.id,
    {
      ...seed,
      values: Object.assign({}, seed.values, ...said, changesSaid(await changesIn(session, work), session)),
    },
    {
      // A form that nothing was typed into holds an older guess at the times: begin with what is known now.
      fresh: draft !== undefined && !begun,
      ...(about.head === undefined || begun
        ? {}
        : { notice: literal('This record is signed. Change it and say why: the version before stays readable.') }),
    },
  );
}

export const open: PressHandler = async (press, work) =>
  openRecord(await sessionOf(work, askingOf(press.subject).session), work);
