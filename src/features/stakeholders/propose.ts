import { button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount, isCoordinated, type Person, type StakeholderAs } from '../../domain/programme.js';
import { outsiders, stakeholderWords } from '../../domain/role-words.js';
import { mentorMayPropose, proposedAnew, type StakeholderAsk } from '../../domain/stakeholder.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { clean } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { ActorWork, Face, FormFeature, PressHandler } from '../feature.js';
import { readersNow } from '../shared/allocated.js';
import { goneCard } from '../shared/erased-part.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { somebodyFields, somebodyMeant, stakeholderField, takeSomebody } from '../shared/somebody.js';
import { stakeholderChoicePrompt, wantedSubject } from './subjects.js';

/** Proposing whom to ask beside the two (docs/field.md#stakeholders): nothing is asked of anybody by it but the mentee's word. */

export const isAs = (word: string): word is StakeholderAs => (outsiders as readonly string[]).includes(word);
export const asInWords = (as: StakeholderAs): string =>
  as === 'other' ? 'somebody else' : stakeholderWords[as].toLowerCase();

/**
 * The mentorship, where the actor may propose somebody for it. `alone`: the coordinator alone may, and the actor is its
 * mentor. @throws Refused
 */
export async function toPropose(
  subject: string,
  work: ActorWork,
): Promise<{ readonly m: Mentorship; readonly alone: boolean }> {
  const m = await mentorshipOf(work, subject);
  demand('stakeholder.propose', work, aboutMentorship(m));
  if (!isLive(m)) throw new Refused('ended', 'This mentorship has ended, so nobody new is asked about it.');
  const people = await work.people();
  if (mentorMayPropose(people.get(m.mentee))) return { m, alone: false };
  if (!work.actor.roles.includes('coordinator')) return { m, alone: true };
  // A coordinator who is the mentor is no third person, where there is one.
  return { m, alone: work.actor.id === m.mentor && isCoordinated(people.values(), work.actor.id) };
}

const isAsk = (s: StakeholderAsk): boolean => s.endedAt === null;

/** Whom the actor may choose among: whoever supervises the mentor, whom they asked before; a coordinator also every stakeholder. */
async function known(m: Mentorship, work: ActorWork): Promise<readonly Person[]> {
  const { rows } = work;
  const people = await work.people();
  const theirs = (await rows.mentorships.of(m.mentor)).filter((one) => one.mentor === m.mentor);
  const asks = await rows.stakeholderAsks.ofMentorships(theirs.map((one) => one.id));
  const readers = (await readersNow(work))({ id: m.portfolio, mentor: m.mentor });
  const coordinates = work.actor.roles.includes('coordinator');
  const ids = new Set([
    ...readers.supervisor,
    ...asks.filter((a) => coordinates || a.proposedBy === work.actor.id).map((a) => a.person),
    ...(coordinates
      ? [...people.values()]
          .filter((p) => p.roles.some((r) => r === 'stakeholder' || r === 'supervisor'))
          .map((p) => p.id)
      : []),
  ]);
  return [...ids]
    .flatMap((id) => people.get(id) ?? [])
    .filter((p) => p.erasedAt === null && p.id !== m.mentor && p.id !== m.mentee && !p.roles.includes('mentee'))
    .sort((a, b) => a.name.localeCompare(b.name));
}

const kindly = (m: Mentorship): Card => {
  const line = say`For ${mention(m.mentee)} your coordinator chooses who else is asked.`;
  return {
    title: 'Your coordinator does this',
    summary: line,
    blocks: [
      text(line),
      text(
        literal(
          'That is so for everybody who is not noted as 18 or over: a third person looks at it first. Tell your coordinator whom you have in mind.',
        ),
      ),
      buttons(
        button('Ask the coordinator', 'stakeholder.ask-coordinator', m.id, { style: 'main' }),
        button('Back', 'stakeholder.open', m.id),
      ),
    ],
  };
};

export const openProposal: PressHandler = async (press, work): Promise<Reply> => {
  const { m, alone } = await toPropose(press.subject, work);
  return alone
    ? panelWith(kindly(m))
    : work.forms.open('stakeholder-proposal', m.id, { values: {}, rows: {} }, { fresh: true });
};

export const proposalForm: FormFeature = {
  called: 'somebody to ask',
  async build({ subject }, work): Promise<Form | Card> {
    const { m, alone } = await toPropose(subject, work);
    if (alone) return kindly(m);
    return {
      id: 'stakeholder-proposal',
      title: 'Somebody to ask',
      submit: 'Propose them',
      concern: 'mentor',
      steps: [
        {
          id: 'who',
          title: 'Who could say something about the mentoring?',
          items: [
            formNote(
              'what',
              say`Somebody who sees ${mention(m.mentor)} at work beside ${mention(m.mentee)}. ${mention(m.mentee)} is told who and why. They are asked only if ${mention(m.mentee)} says yes.`,
            ),
            ...somebodyFields(await known(m, work), work),
            { ...stakeholderField, label: 'What they are to the mentee' },
            {
              id: 'reason',
              kind: 'text',
              lines: 'many',
              max: 600,
              optional: true,
              readers: 'mentee',
              label: 'Why they',
              hint: 'You can skip this.',
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const { m, alone } = await toPropose(subject, work);
    if (alone) return { kind: 'close', say: kindly(m) };
    const { values } = answers;
    const as = textOf(values, 'as');
    if (!isAs(as)) return { problems: [{ at: 'as', say: 'Choose what they are.' }] };
    const people = await work.people();
    const meant = somebodyMeant(values, m, await known(m, work), people, work.actor);
    if ('problems' in meant) return meant;
    const person = await takeSomebody(meant, work);
    await propose(m, person, as, clean(textOf(values, 'reason')), work);
    return { kind: 'close', say: proposedCard(m, person, people.get(m.mentee), work) };
  },
};

/**
 * Proposed twice it is proposed once: whoever asks again is told the same, whatever the mentee said. Where it was taken back
 * before the mentee was told, they are told now.
 */
async function propose(
  m: Mentorship,
  person: Person,
  as: StakeholderAs,
  reason: string,
  work: ActorWork,
): Promise<void> {
  const before = (await work.rows.stakeholderAsks.ofMentorships([m.id])).find((a) => a.person === person.id);
  if (before !== undefined) {
    if (isAsk(before)) return;
    await work.rows.stakeholderAsks.save(proposedAnew(before));
    work.redraw(before.id);
    const told = await work.rows.posted.get('stakeholder-proposed', before.id, { person: m.mentee });
    if (before.word === 'asked' && told === undefined) await tellMentee(before, m, work.now, work);
    return;
  }
  const ask: StakeholderAsk = {
    id: work.ids.next('stakeholder-ask'),
    programme: work.programme.id,
    mentorship: m.id,
    person: person.id,
    as,
    reason,
    proposedBy: work.actor.id,
    proposedAt: work.now,
    word: 'asked',
    wordAt: null,
    endedAt: null,
  };
  await work.rows.stakeholderAsks.save(ask);
  work.audit('stakeholder.proposed', ask.id, { as }, m.id);
  await tellMentee(ask, m, work.now, work);
}

/** Sets the one message by which the mentee is told. Whoever has no account finds it on their page, or by a link. */
export async function tellMentee(
  ask: StakeholderAsk,
  m: Mentorship,
  dueAt: number,
  work: Pick<ActorWork, 'people' | 'schedule'>,
): Promise<void> {
  const mentee = (await work.people()).get(m.mentee);
  if (mentee === undefined || !hasAccount(mentee)) return;
  work.schedule({
    ...stakeholderChoicePrompt.prompt({ ask: ask.id, date: local(dueAt, mentee.zone).date }),
    subject: ask.id,
    to: m.mentee,
    dueAt,
    expiresAt: dueAt + 60 * day,
  });
}

/** All that anybody but the mentee is told of it, from its first day to its last. */
export const proposedWords = (person: Person['id'], proposer: Person['id'], reader: Person['id']): Text =>
  proposer === reader
    ? say`You have proposed ${mention(person)}. If they are asked and answer, you will read it here.`
    : say`${mention(proposer)} has proposed ${mention(person)}. If they are asked and answer, you will read it here.`;

function proposedCard(m: Mentorship, person: Person, mentee: Person | undefined, work: ActorWork): Card {
  const line = proposedWords(person.id, work.actor.id, work.actor.id);
  const byLink = mentee !== undefined && !hasAccount(mentee);
  return {
    title: 'Proposed',
    summary: line,
    blocks: [
      text(line),
      ...(byLink
        ? [text(say`${mention(m.mentee)} has no account here: they find it on their own page, or by a link.`)]
        : []),
      buttons(
        byLink ? button('A link for them', 'stakeholder.open', m.id, { style: 'main' }) : null,
        byLink ? null : button('Who is asked', 'stakeholder.open', m.id),
      ),
    ],
  };
}

/** Whoever proposed somebody, or the coordinator, takes it back: nothing is asked from then on. */
export async function endAsk(ask: StakeholderAsk, work: ActorWork): Promise<void> {
  await work.rows.stakeholderAsks.save({ ...ask, endedAt: work.now });
  // The mentee's card, and that of whoever was asked already.
  work.redraw(ask.id);
  work.redraw(ask.person);
  work.audit('stakeholder.proposal-ended', ask.id, {}, ask.mentorship);
}

/** A mentor asks the coordinator, in no words of their own. */
export const askCoordinator: PressHandler = async (press, work): Promise<Reply> => {
  const m = await mentorshipOf(work, press.subject);
  demand('stakeholder.ask-coordinator', work, aboutMentorship(m));
  const subject = wantedSubject.write({ mentorship: m.id, date: local(work.now, work.programme.zone).date });
  const coordinators = [...(await work.people()).values()].filter(
    (p) => p.roles.includes('coordinator') && hasAccount(p) && p.id !== work.actor.id,
  );
  for (const { id: person } of coordinators) work.show('stakeholder-wanted', subject, { person });
  const line =
    coordinators.length === 0
      ? 'There is no coordinator here who could be told. Ask whoever runs the programme.'
      : 'Your coordinator is asked. Tell them whom you have in mind.';
  return panelWith({
    title: 'Asked',
    summary: literal(line),
    blocks: [text(literal(line)), buttons(button('Back', 'stakeholder.open', m.id))],
  });
};

/** To each coordinator: a mentor would like somebody asked, and may not propose them. */
export const wanted: Face = {
  called: 'a mentor who would like somebody asked',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    const about = wantedSubject.read(d.subject);
    const m = about === undefined ? undefined : await d.rows.mentorships.get(about.mentorship);
    if (m === undefined || d.reader?.roles.includes('coordinator') !== true) return null;
    if (!isLive(m)) return goneCard('stakeholder-wanted', d);
    const line = say`${mention(m.mentor)} would like somebody beside the two to be asked about the mentoring with ${mention(m.mentee)}.`;
    return {
      title: 'Somebody to ask',
      summary: line,
      blocks: [
        text(line),
        muted(
          literal('The mentee is not noted as 18 or over, so you alone propose somebody. Talk to the mentor first.'),
        ),
        buttons(button('Propose somebody', 'stakeholder.propose', m.id, { style: 'main' })),
      ],
    };
  },
};
