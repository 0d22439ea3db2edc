import { button, buttons, type Card, facts, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, strong } from '../../chat/text.js';
import { nameOfAct, type SecondWay, secondWay } from '../../domain/second-way.js';
import { secondAskedSubject, secondCodeSubject } from '../../domain/subjects.js';
import type { Account } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Face, FeatureOf, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';

/** The other ways by which a code comes (docs/field.md#confirmed-twice): another account, a mail, another coordinator. */

declare module '../../kernel/names.js' {
  interface Capabilities {
    'second-way': {
      verb: 'second.show';
      face: 'second-code' | 'second-asked';
      audit: 'second.asked' | 'second.shown' | 'second.wrong';
    };
  }
}

const over = (title: string): Card => sentence(title, 'This code is over. Nothing was done by it alone.');

const codeCard = (kept: SecondWay): Card => {
  const line = say`${strong(kept.code)} is your code for: ${literal(nameOfAct[kept.act])}.`;
  return {
    title: 'A code',
    summary: line,
    blocks: [
      text(line),
      facts(['Good until', say`${moment(kept.until, 'time')}`], ['Good for', literal('this alone, once')]),
      muted(literal('You did not ask for it? Then somebody else has your account. Tell whoever runs this program.')),
    ],
  };
};

/** To the same person, by their other account: and by no other way. */
const codeFace: Face = {
  called: 'a code to confirm something',
  comes: 'in-answer',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  through: (about) => secondCodeSubject.read(about)?.platform as Account['platform'] | undefined,
  async draw(d) {
    const about = secondCodeSubject.read(d.subject);
    if (about === undefined || d.reader?.id !== about.person) return null;
    const kept = await d.rows.kept.get(secondWay, about.person);
    return kept === undefined || kept.way !== 'account' || kept.until <= d.now ? over('A code') : codeCard(kept);
  },
};

/** To other coordinators: who waits, and for what. The code itself stands in a panel, for whoever asks for it. */
const askedFace: Face = {
  called: 'somebody who waits for a code',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const about = secondAskedSubject.read(d.subject);
    if (about === undefined || d.reader?.roles.includes('coordinator') !== true || d.reader.id === about.person)
      return null;
    const kept = await d.rows.kept.get(secondWay, about.person);
    if (kept === undefined || kept.way !== 'coordinator' || kept.until <= d.now) return over('A code was asked for');
    const line = say`${mention(about.person)} is about to do this: ${literal(nameOfAct[kept.act])}. They ask you for a code.`;
    return {
      title: 'A code is asked for',
      summary: line,
      blocks: [
        text(line),
        text(literal('Talk to them first. Give it only if you know that it is them, and that it is right.')),
        buttons(button('Show the code', 'second.show', about.person)),
        muted(say`Good until ${moment(kept.until, 'time')}. If you do nothing, nothing is done.`),
      ],
    };
  },
};

/** `subject`: who waits. */
const show: PressHandler = async (press, work): Promise<Reply> => {
  demand('second.show', work);
  const person = press.subject as PersonId;
  const kept = await work.rows.kept.get(secondWay, person);
  if (person === work.actor.id || kept === undefined || kept.way !== 'coordinator' || kept.until <= work.now)
    throw new Refused('no-code', 'There is no code to show any more. They can begin again.');
  work.audit('second.shown', person, { act: kept.act });
  const line = say`The code for ${mention(person)}: ${strong(kept.code)}`;
  return panelWith({
    title: 'A code',
    summary: literal('The code that they asked for.'),
    blocks: [
      text(line),
      text(say`For: ${literal(nameOfAct[kept.act])}, ${literal(figuresOf(kept))}`),
      muted(say`Good until ${moment(kept.until, 'time')}, once.`),
    ],
  });
};

const figuresOf = ({ figures }: SecondWay): string =>
  Object.entries(figures)
    .filter(([, value]) => typeof value === 'number')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ') || 'as they will see it';

/** Behind the link in a mail. */
const byMail: PressHandler = async (_press, work): Promise<Reply> => {
  const kept = await work.rows.kept.get(secondWay, work.actor.id);
  if (kept === undefined || kept.way !== 'mail' || kept.until <= work.now) return panelWith(over('A code'));
  return panelWith(codeCard(kept));
};

export const feature: FeatureOf<'second-way'> = {
  name: 'second-way',
  presses: { 'second.show': { opens: show } },
  faces: { 'second-code': codeFace, 'second-asked': askedFace },
  links: {
    'second-code': {
      opens: byMail,
      mail: ({ url }) => ({
        subject: 'A code to confirm something',
        text: `You are about to do something in a mentoring programme that is confirmed twice. This link shows the code, for ten minutes:\n\n${url}\n\nIf that was not you, do not open it, and tell whoever runs the programme.\n`,
      }),
    },
  },
};
