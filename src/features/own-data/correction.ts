import { type Block, button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { correctionSubject } from '../../domain/subjects.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Face, PressHandler } from '../feature.js';
import { isTold } from '../shared/adult.js';
import { correctionAsked, whoCorrects } from '../shared/correction-asked.js';
import { goneCard } from '../shared/erased-part.js';
import { demand } from '../shared/guards.js';
import { together } from '../shared/who-reads.js';

/** *18 or over*: what the coordinator noted of somebody, to be seen and put right by asking (docs/field.md#stakeholders). */

/** Under what is kept: who sees it, and the way to have it put right; once they asked, since when. */
export async function correctionBlocks(work: ActorWork): Promise<readonly Block[]> {
  if (!isTold(work.actor)) return [];
  const asked = await work.rows.kept.get(correctionAsked, work.actor.id);
  return [
    muted(
      literal(
        '18 or over: your coordinator notes yes or no. No birthday is kept. Only you and your coordinator see it. With a yes, your mentor may say whom else to ask.',
      ),
    ),
    ...(asked === undefined
      ? [buttons(button('Ask to change “18 or over”', 'data.correct-ask', '-'))]
      : [text(askedWords(asked))]),
  ];
}

const askedWords = (at: number): Text => say`You asked on ${moment(at, 'date')} to have “18 or over” changed.`;

export const askCorrection: PressHandler = async (_press, work) => {
  demand('own-data.read', work, { owner: work.actor.id });
  const readers = whoCorrects((await work.people()).values(), work.actor.id);
  if (readers.length === 0)
    return panelWith(
      sentence(
        'Nobody to ask here',
        work.actor.roles.includes('coordinator')
          ? 'You note it yourself: type people, and choose your own roles.'
          : 'No coordinator can be written to now. Tell them face to face.',
      ),
    );
  const before = await work.rows.kept.get(correctionAsked, work.actor.id);
  if (before === undefined) {
    await work.rows.kept.put(correctionAsked, work.actor.id, work.now);
    const subject = correctionSubject.write({ person: work.actor.id });
    for (const p of readers) work.show('correction-asked', subject, { person: p.id }, { sensitive: true });
    work.audit('person.correction-asked', work.actor.id);
  }
  const who =
    readers.length > 2
      ? say`the ${count(readers.length, 'coordinator')}`
      : (together(readers.map((p) => mention(p.id))) ?? literal(''));
  const line = say`${askedWords(before ?? work.now)} ${who} can change it.`;
  return panelWith({
    title: 'Asked',
    summary: line,
    blocks: [text(line), buttons(button('Back to what is kept about me', 'data.open', '-'))],
  });
};

/** To each coordinator: that somebody asks, and the way to do it; never what is noted. */
export const correctionFace: Face = {
  called: 'a request to put something right',
  why: 'says-itself',
  withoutAccount: 'nothing',
  comes: 'to-others',
  folded: null,
  async draw(d): Promise<Card | null> {
    const person = correctionSubject.read(d.subject)?.person;
    if (person === undefined || d.reader?.roles.includes('coordinator') !== true || d.reader.id === person) return null;
    if (!(await d.people()).has(person)) return goneCard('correction-asked', d);
    const open = (await d.rows.kept.get(correctionAsked, person)) !== undefined;
    const line = open
      ? say`${mention(person)} asks you to look again at whether “18 or over” is right for them.`
      : literal('Whether “18 or over” is right was looked at. There is nothing left to do.');
    return {
      title: open ? 'Please look again' : 'Looked at',
      summary: line,
      blocks: [text(line), ...(open ? [buttons(button('Look at it', 'people.roles', person))] : [])],
    };
  },
};
