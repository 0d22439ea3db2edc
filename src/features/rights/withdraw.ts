import { button, buttons, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import { elsewhere, type RightsRequest } from '../../domain/rights.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { questionsSwitched } from '../shared/asked-after.js';
import { demand } from '../shared/guards.js';
import { demandSettle, newRequest, personOf } from './asked.js';

/**
 * Taken out: they are asked nothing more about how it was, and no more words of theirs leave in what is handed in. To
 * everybody else it looks as silence does (docs/field.md#withdrawal).
 */

/** `subject`: `-` for oneself, else the person; `arg`: `yes`, or `back`. */
export const withdraw: PressHandler = async (press, work): Promise<Reply> => {
  const own = press.subject === '-' || press.subject === work.actor.id;
  const person = own ? work.actor : await personOf(press.subject, work);
  if (own) demand('own-data.read', work, { owner: person.id });
  else await demandSettle(person.id, work);
  if (press.arg === 'back') return takenBack(person, own, work);
  const [they, their] = own ? ['you', 'your'] : ['they', 'their'];
  if (press.arg !== 'yes') {
    const line = own
      ? literal('Take yourself out of what is asked and handed in?')
      : say`Take ${mention(person.id)} out of what is asked and handed in?`;
    return panelWith({
      title: own ? 'Take me out?' : 'Take them out?',
      summary: line,
      blocks: [
        text(line),
        list(
          [
            `Nobody asks ${they === 'you' ? 'you' : 'them'} any more how a session was, or how all of it was.`,
            `No more of ${their} words, and not ${their} name, are in what a mentor hands in.`,
            `Nobody is told. To a mentor it looks the same as when somebody says nothing.`,
            'Sessions go on as they were. How long they were still counts, as a number without a name.',
            `A score that ${they} gave stays as a number. ${own ? 'You can take back any answer' : 'They can take back any answer'} where ${they} gave it.`,
          ].map(literal),
        ),
        muted(literal('What this cannot reach:')),
        list(elsewhere.slice(0, 2).map(literal)),
        buttons(
          button(own ? 'Yes, take me out' : 'Yes, take them out', 'rights.withdraw', own ? '-' : person.id, {
            arg: 'yes',
            style: 'danger',
          }),
          button('No', own ? 'data.open' : 'rights.person', own ? '-' : person.id),
        ),
      ],
    });
  }
  // One's own is nobody else's to see, so a coordinator's stands beside it.
  if (await isOutBy(person, own, work)) return said(own, person);
  await work.rows.rights.save(newRequest('withdrawal', person.id, work, { state: 'done', dueAt: null }));
  await asking(person, true, work);
  for (const [id, releases] of await releasesOf(person, work)) {
    // What was let go stays with whoever has it; from now on nobody reads it here.
    const answered = releases.filter((r) => r.answeredAt !== null && r.leftOut !== 'all');
    await work.rows.releases.save(answered.map((r) => ({ ...r, leftOut: 'all' as const })));
    if (answered.length > 0) work.redraw(id);
  }
  work.audit('rights.withdrawn', person.id, { by: own ? 'self' : 'coordinator' });
  return said(own, person);
};

/** Whether they are taken out by themselves; or by a coordinator, for one's own is nobody else's to see. */
export const isOutBy = async (
  person: Pick<Person, 'id'>,
  own: boolean,
  { rows }: Pick<ActorWork, 'rows'>,
): Promise<boolean> => (await rows.rights.about(person.id)).some((r) => isWithdrawal(r, own));

const isWithdrawal = (r: RightsRequest, own: boolean): boolean =>
  r.kind === 'withdrawal' && r.state === 'done' && (r.askedBy === r.about) === own;

const releasesOf = async (person: Person, { rows }: ActorWork) => {
  const theirs = (await rows.mentorships.of(person.id)).filter((m) => m.mentee === person.id);
  return rows.releases.ofMentorships(theirs.map((m) => m.id));
};

/** Whether they are asked: what stands on a screen follows. */
async function asking(person: Person, stopped: boolean, work: ActorWork): Promise<void> {
  if ((person.manners.feedbackStopped === true) === stopped) return;
  const after = { ...person, manners: { ...person.manners, feedbackStopped: stopped } };
  await work.rows.people.save(after);
  await questionsSwitched({ ...work, actor: after });
}

function said(own: boolean, person: Person): Reply {
  const line: Text = own
    ? literal('You are taken out. Nobody is told.')
    : say`${mention(person.id)} is taken out. Nobody else is told.`;
  return panelWith({
    title: 'Taken out',
    summary: line,
    blocks: [
      text(line),
      list(elsewhere.map(literal)),
      buttons(
        button(own ? 'Take that back' : 'Take it back for them', 'rights.withdraw', own ? '-' : person.id, {
          arg: 'back',
        }),
        button('Back', own ? 'data.open' : 'rights.person', own ? '-' : person.id),
      ),
    ],
  });
}

async function takenBack(person: Person, own: boolean, work: ActorWork): Promise<Reply> {
  for (const r of await work.rows.rights.about(person.id))
    if (isWithdrawal(r, own)) await work.rows.rights.save({ ...r, state: 'taken-back' });
  // Only they themselves say that they want to be asked again.
  if (own) await asking(person, false, work);
  work.audit('rights.withdrawal-taken-back', person.id);
  const line = own
    ? literal('You are asked again how sessions were. You can skip any question.')
    : say`${mention(person.id)} may choose again what of theirs is handed in. Whether they are asked is theirs to switch on.`;
  return panelWith({
    title: 'Taken back',
    summary: line,
    blocks: [text(line), buttons(button('Back', own ? 'data.open' : 'rights.person', own ? '-' : person.id))],
  });
}
