import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { isLive } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { keepName, nameAnswers, nameForm } from '../shared/name-fields.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { toldApart } from '../shared/told-apart.js';

/**
 * The name and pronouns of somebody who has no account to put them right from: their mentor does it for them, or the
 * coordinator. Whoever has an account says it themselves.
 */

/** @throws Refused unless the actor may, and there is nobody else to do it. */
async function theirs(subject: string, work: ActorWork): Promise<Person> {
  const id = subject as PersonId;
  const live = (await work.rows.mentorships.of(id)).filter((m) => m.mentee === id && isLive(m));
  const mentor = (live.find((m) => m.mentor === work.actor.id) ?? live[0])?.mentor;
  demand('person.name', work, mentor === undefined ? {} : { mentor });
  const person = await work.rows.people.get(id);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Nothing has changed.');
  if (hasAccount(person))
    throw new Refused('has-account', 'They have an account now, and correct it themselves, in settings.');
  return person;
}

export const openName: PressHandler = async (press, work) => {
  const person = await theirs(press.subject, work);
  return work.forms.open('their-name', person.id, nameAnswers(person), { fresh: true });
};

export const theirName: FormFeature = {
  called: 'a name',
  async build({ subject }, work) {
    await theirs(subject, work);
    return nameForm('their-name', 'them');
  },
  async submit({ subject, answers }, work) {
    const problems = await keepName(await theirs(subject, work), answers, work);
    if (problems.length > 0) return { problems };
    return closeWith('Saved', 'That is how I write of them from now on.');
  },
};

/** Names of one page. */
const size = 20;

/** Everybody without an account, for the coordinator, each with the way to put their name right. */
export const listNames: PressHandler = async (press, work) => {
  demand('people.roles', work);
  const all = [...(await work.people()).values()]
    .filter((p) => !hasAccount(p))
    .sort((a, b) => a.name.localeCompare(b.name));
  const page = pageOf(all.length, press.arg, size);
  const shown = all.slice(page.from, page.to);
  const names = await toldApart(shown, work);
  const line = literal(`${count(all.length, 'person', 'people')} without an account.${page.words}`);
  const card: Card = {
    title: 'Without an account',
    summary: line,
    blocks: [
      text(line),
      buttons(button('Add somebody from outside', 'door.outsider', '-')),
      muted(literal('They cannot put their name right themselves, so you or their mentor can.')),
      ...shown.flatMap((p): readonly Block[] => [
        text(
          say`${names.get(p.id) ?? mention(p.id)}${p.expected === undefined ? '' : ', from an import, not heard from yet'}`,
        ),
        buttons(button('A link of their own', 'door.open', p.id), button('Correct the name', 'person.name', p.id)),
      ]),
      ...turnsAndBack(turns(page, { verb: 'people.without' }), button('Back to people', 'people.board', '-')),
    ],
  };
  return { kind: 'panel', card };
};
