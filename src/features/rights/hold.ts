import { button, buttons, muted, text } from '../../chat/card.js';
import { type Form, formNote, longestText, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { neverTooLate } from '../../domain/prompt-schedule.js';
import { holdLookedAt, holdOver, isOpen, type RightsId, type RightsRequest } from '../../domain/rights.js';
import { rightsSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, Face, FormFeature, PressHandler, Prompt, Work } from '../feature.js';
import { demand } from '../shared/guards.js';
import { optionsOf } from '../shared/told-apart.js';
import { demandSettle, newRequest, openOf, personOf, requestOf, settle } from './asked.js';
import { holdLookPrompt } from './subjects.js';

/**
 * On hold: nothing of somebody's is erased while it stands, for a reason that a coordinator notes, and looks at again each
 * half year (docs/field.md#legal-hold).
 */

export const openHold: PressHandler = async (press, work) => {
  const person = await personOf(press.subject, work);
  demand('rights.settle', work);
  const before = await openOf('hold', person.id, work);
  if (before !== undefined) return holdPanel(before);
  return work.forms.open('rights-hold', person.id, {
    values: { told: 'Nothing can be deleted just now. Your coordinator can tell you more.' },
    rows: {},
  });
};

/** Whom they work or worked with: a mentorship is held by both of its sides. */
async function withWhom(person: PersonId, work: ActorWork): Promise<readonly PersonId[]> {
  const others = (await work.rows.mentorships.of(person)).map((m) => (m.mentor === person ? m.mentee : m.mentor));
  const people = await work.people();
  return [...new Set(others)].filter((id) => people.get(id)?.erasedAt === null);
}

export const holdForm: FormFeature = {
  called: 'somebody on hold',
  async build({ subject }, work): Promise<Form> {
    const person = await personOf(subject, work);
    demand('rights.settle', work);
    const people = await work.people();
    const others = (await withWhom(person.id, work)).flatMap((id) => people.get(id) ?? []);
    return {
      id: 'rights-hold',
      title: 'Put on hold',
      submit: 'Put on hold',
      concern: 'mentor',
      steps: [
        {
          id: 'hold',
          title: 'Put on hold',
          items: [
            formNote('what', 'Nothing of theirs can be erased while this stands. You are asked again each half year.'),
            {
              id: 'reason',
              kind: 'text',
              lines: 'many',
              max: longestText,
              readers: 'coordinator',
              label: 'Why',
              hint: 'For example a complaint, a claim, an investigation by the awarding body. Not what it is about.',
            },
            {
              id: 'told',
              kind: 'text',
              lines: 'one',
              max: 300,
              readers: 'about-them',
              label: 'What they are told, if they ask for it to be erased',
              hint: 'It has to be true. It need not say why.',
            },
            ...(others.length === 0
              ? []
              : [
                  {
                    id: 'with',
                    kind: 'choice' as const,
                    many: true as const,
                    optional: true as const,
                    shown: 'list' as const,
                    readers: 'coordinator' as const,
                    label: 'A whole mentorship: hold the other side too',
                    of: await optionsOf(others, work),
                  },
                ]),
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const person = await personOf(subject, work);
    demand('rights.settle', work);
    const said = clean(textOf(answers.values, 'reason'));
    const told = clean(textOf(answers.values, 'told'));
    if (said === '') return { problems: [{ at: 'reason', say: 'Say why.' }] };
    if (told === '') return { problems: [{ at: 'told', say: 'Say what they are told.' }] };
    const chosen = answers.values.with;
    const also = await withWhom(person.id, work);
    const all = [person.id, ...also.filter((id) => Array.isArray(chosen) && chosen.includes(id))];
    for (const id of all) {
      if ((await openOf('hold', id, work)) !== undefined) continue;
      const dueAt = holdLookedAt(work.now, work.programme.zone);
      const hold = newRequest('hold', id, work, { dueAt, words: { said, told } });
      await work.rows.rights.save(hold);
      work.audit('rights.hold', id);
      askAgain(hold, dueAt, work);
    }
    return closeWith('On hold', 'Nothing of theirs is erased until you lift it. I ask you again in half a year.');
  },
};

const askAgain = (hold: RightsRequest, dueAt: number, work: Work): void =>
  work.schedule({
    ...holdLookPrompt.prompt({ request: hold.id, at: dueAt }),
    subject: hold.id,
    to: null,
    dueAt,
    expiresAt: neverTooLate(dueAt),
  });

function holdPanel(hold: RightsRequest): Reply {
  const line = say`${mention(hold.about)} is on hold since ${moment(hold.askedAt, 'date')}. Nothing of theirs can be erased.`;
  return panelWith({
    title: 'On hold',
    summary: line,
    blocks: [
      text(line),
      muted(literal('Why:')),
      text(literal(hold.words.said)),
      muted(literal('What they are told, if they ask:')),
      text(literal(hold.words.told)),
      muted(say`To be looked at again on ${moment(hold.dueAt ?? hold.askedAt, 'date')}.`),
      buttons(
        button('Keep it on hold', 'rights.hold-on', hold.id),
        button('Lift it', 'rights.hold-lift', hold.id),
        button('Back', 'rights.person', hold.about),
      ),
    ],
  });
}

const openHoldOf = async (id: string, work: ActorWork): Promise<RightsRequest> => {
  const hold = await requestOf(id, work);
  demand('rights.settle', work);
  if (hold.kind !== 'hold' || !isOpen(hold))
    throw new Refused(
      'no-such-hold',
      'They are not on hold any more. Type rights, and their name, to see how it stands.',
    );
  return hold;
};

/** `subject`: the hold. For another half year from now. */
export const holdOn: PressHandler = async (press, work): Promise<Reply> => {
  const hold = await openHoldOf(press.subject, work);
  const dueAt = holdLookedAt(work.now, work.programme.zone);
  const kept = { ...hold, dueAt };
  await work.rows.rights.save(kept);
  work.audit('rights.hold-kept', hold.about);
  askAgain(kept, dueAt, work);
  work.redraw(rightsSubject.write({ request: hold.id }));
  return holdPanel(kept);
};

export const holdLift: PressHandler = async (press, work): Promise<Reply> => {
  const hold = await openHoldOf(press.subject, work);
  await demandSettle(hold.about, work);
  await settle(hold, {}, work);
  work.audit('rights.hold-lifted', hold.about);
  const line = say`${mention(hold.about)} is not on hold any more. Nothing is erased by that: whoever asked still waits, and you are asked.`;
  return panelWith({
    title: 'Lifted',
    summary: line,
    blocks: [text(line), buttons(button('Back', 'rights.person', hold.about))],
  });
};

export const holdLook: Prompt<'hold-look'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'coordinator',
  occurrence: holdLookPrompt,
  async fire(prompt, work) {
    const hold = await work.rows.rights.get(prompt.subject as RightsId);
    // One that was kept on meanwhile is asked about on its new day.
    if (hold === undefined || !isOpen(hold) || (hold.dueAt ?? 0) > work.now) return;
    for (const p of (await work.people()).values())
      if (p.roles.includes('coordinator'))
        work.show('hold-look', rightsSubject.write({ request: hold.id }), { person: p.id }, { sensitive: true });
  },
};

export const holdLookFace: Face = {
  called: 'a question about somebody on hold',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const id = rightsSubject.read(d.subject)?.request;
    const hold = id === undefined ? undefined : await d.rows.rights.get(id);
    if (hold === undefined || d.reader?.roles.includes('coordinator') !== true || d.reader.id === hold.about)
      return null;
    const open = holdOver([hold]) !== undefined && (hold.dueAt ?? 0) <= d.now;
    const line = open
      ? say`${mention(hold.about)} is on hold since ${moment(hold.askedAt, 'date')}. Is that still needed?`
      : literal('This was looked at.');
    return {
      title: open ? 'Still on hold?' : 'Looked at',
      summary: line,
      blocks: [text(line), ...(open ? [buttons(button('Look at it', 'rights.hold', hold.about))] : [])],
    };
  },
};
