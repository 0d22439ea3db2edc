import { z } from 'zod';
import { button, buttons, facts, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { keptValue, ofPerson } from '../../domain/kept.js';
import { hasAccount } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { local } from '../../kernel/zoned.js';
import type { Face, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { recordsWaiting } from '../shared/programme-waiting.js';
import { nudgeSubject } from './subjects.js';

/** The day (`2026-11-23`, the programme's) on which somebody was last nudged. */
export const nudgedOn = keptValue({
  name: 'nudged',
  per: [ofPerson],
  schema: z.string(),
  erasure: { of: 'person', does: 'forget' },
});

/** A kind word, once a day at most whoever presses it; the day is the programme's own. */
export const nudge: PressHandler = async (press, work): Promise<Reply> => {
  demand('people.roles', work);
  const person = await work.rows.people.get(press.subject as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Type people to see who is.');
  if (person.roles.length === 0)
    throw new Refused('no-role', 'They have no role here now, so I do not write to them. Ask them another way.');
  const { date } = local(work.now, work.programme.zone);
  if ((await work.rows.kept.get(nudgedOn, person.id)) === date)
    throw new Refused('nudged-today', 'They had a nudge today already. One a day is enough: try again tomorrow.');
  if (!hasAccount(person))
    throw new Refused(
      'no-account',
      person.expected === undefined
        ? 'They have no account, so nothing can be sent to them. Ask their mentor to give them a link.'
        : 'They have not written to me yet, so nothing can be sent to them. Ask them to send me the word hello.',
    );
  await work.rows.kept.put(nudgedOn, person.id, date);
  work.show(
    'nudge',
    nudgeSubject.write({ person: person.id, date }),
    { person: person.id },
    { expiresAt: work.now + day },
  );
  work.audit('people.nudged', person.id);
  const line = say`${mention(person.id)} gets a kind word from me now.`;
  return replyWith('Nudged', line);
};

/** What the nudged person sees: no reproach, and the way to what waits. */
export const nudgeFace: Face = {
  called: 'a coordinator’s nudge',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    if (d.reader === null || nudgeSubject.read(d.subject)?.person !== d.reader.id) return null;
    const records = d.reader.roles.includes('mentor') ? ((await recordsWaiting(d)).get(d.reader.id) ?? 0) : 0;
    const line = literal('Your coordinator asks: is there something that I can help you with?');
    return {
      title: 'A friendly reminder',
      summary: line,
      blocks: [
        text(line),
        ...(records === 0 ? [] : [facts(['Records that wait', literal(String(records))])]),
        buttons(button('What waits for me', 'home.open', '-', { style: 'main' })),
        muted(literal('It comes once a day at most, and only when your coordinator presses a button.')),
      ],
    };
  },
};
