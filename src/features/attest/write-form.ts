import { type Card, sentence } from '../../chat/card.js';
import {
  type Answers,
  type Field,
  type Form,
  formNote,
  type Item,
  manyOf,
  type Problem,
  rowsOf,
  type Step,
  textOf,
  type Values,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import {
  type Attestation,
  type AttestationBody,
  emptyAttestation,
  mayWrite,
  type WrittenKind,
  withoutWords,
  writableUntil,
} from '../../domain/attestation.js';
import { newestOf, refOf } from '../../domain/catalogue.js';
import { criterionBody } from '../../domain/criteria.js';
import { Refused } from '../../kernel/errors.js';
import { clean, cleanLine } from '../../kernel/words.js';
import { type CivilDate, local } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { eraseFields, erasureSaid, wantsErasure } from '../shared/erase-by-link.js';
import { askForErasure } from '../shared/erasure-asked.js';
import { demand } from '../shared/guards.js';
import { namesOutside } from '../shared/outside-words.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { type Attested, attestedOf, kindWords } from './about.js';

/** What its writer fills in and signs, by their account or by their link. */

const over = sentence(
  'Nothing is asked',
  'Nothing is asked of you any more. What you signed stands as it is. Thank you.',
);

/** @throws Refused unless it is the actor's to write */
async function mine(subject: string, work: ActorWork): Promise<Attested> {
  const found = await attestedOf(subject, work);
  demand('attest.write', work, { owner: found.a.by });
  return found;
}

const seedOf = ({ body, state }: Attestation): Answers => ({
  values: {
    ...(body.on === null ? {} : { on: body.on }),
    from: body.from,
    to: body.to,
    place: body.place,
    activity: body.activity,
    words: body.words,
    relation: body.relation,
    role: body.role,
    criteria: body.criteria,
    feedback: body.feedback,
    ...(state === 'declined' ? { not: ['yes'] } : {}),
  },
  rows: {
    questions: body.questions.map((q) => ({ key: q.key, values: { question: q.question, answer: q.answer } })),
  },
});

export const openWriting: PressHandler = async (press, work): Promise<Reply> => {
  const { a } = await mine(press.subject, work);
  if (!mayWrite(a, work.now)) return { kind: 'panel', card: over };
  return work.forms.open('attestation', a.id, seedOf(a));
};

const line = (id: string, label: string, max: number, hint?: string): Field => ({
  id,
  kind: 'text',
  lines: 'one',
  max,
  optional: true,
  readers: 'mentor',
  label,
  ...(hint === undefined ? {} : { hint }),
});
const words = (id: string, label: string, hint: string): Field => ({
  id,
  kind: 'text',
  lines: 'many',
  max: 3000,
  optional: true,
  readers: 'mentor',
  label,
  hint,
});
/** Of a field that must be filled in: not by the form itself, for whoever would rather not fills in nothing. */
const nameless = 'Write “the mentee”, and nothing by which somebody could know who that is.';

const when = (kind: WrittenKind): readonly Field[] => [
  { id: 'on', kind: 'date', optional: true, readers: 'mentor', label: 'On which day' },
  ...(kind === 'testimony'
    ? []
    : ([
        { id: 'from', kind: 'time', optional: true, readers: 'mentor', label: 'From' },
        { id: 'to', kind: 'time', optional: true, readers: 'mentor', label: 'To' },
      ] as const)),
  line('place', 'Where', 120),
];

const questionsGroup = (kind: WrittenKind): Item => ({
  kind: 'group',
  id: 'questions',
  label: 'Questions and answers',
  one: 'Question',
  hint:
    kind === 'discussion'
      ? 'What you asked, and what the mentor answered, as you noted it.'
      : 'What you asked the mentor, and what they answered.',
  fields: [words('question', 'Question', 'As it was asked.'), words('answer', 'Answer', nameless)],
  min: kind === 'discussion' ? 1 : 0,
  max: 12,
  addLabel: 'Another question',
});

async function criteriaField(work: ActorWork, a: Attestation): Promise<readonly Field[]> {
  const rows = newestOf(await work.rows.catalogue.current('criterion'));
  if (rows.length === 0) return [];
  const of = rows.map((row) => {
    const { code, text } = criterionBody.parse(row.body);
    return { value: refOf(row), label: `${code} ${text}`.trim() };
  });
  // A wording that was ticked before it changed stays what was ticked.
  const gone = a.body.criteria
    .filter((ref) => !of.some((o) => o.value === ref))
    .map((ref) => ({ value: ref, label: ref }));
  return [
    {
      id: 'criteria',
      kind: 'choice',
      many: true,
      optional: true,
      shown: 'list',
      readers: 'mentor',
      label: 'Which criteria you saw met',
      hint: 'Only what you saw yourself that day.',
      of: [...of, ...gone],
    },
  ];
}

async function readersNote({ portfolio }: Attested, work: ActorWork): Promise<Text> {
  const readers = await namedReaders(work, portfolio);
  const all = together([
    say`${mention(portfolio.mentor)}`,
    'the coordinator',
    ...readersByPart(readers, partsThatMay('attest.read')),
  ]);
  return say`${all ?? literal('')} read it, and later whoever assesses the mentor’s work.`;
}

const confirmWords: Readonly<Record<WrittenKind, string>> = {
  testimony: 'These are my own words. I saw it myself, and I am not a relative.',
  observation: 'I watched it myself, and sign what stands here.',
  discussion: 'This is what was asked and answered.',
};

/** Asked for where it stands in a step that only comes to whoever writes. */
const askedFor = (field: Field): Field => {
  const { optional: _, ...rest } = field;
  return rest;
};

const signature = (kind: WrittenKind): Field => ({
  id: 'own',
  kind: 'choice',
  many: true,
  optional: true,
  shown: 'list',
  readers: 'mentor',
  label: 'Your signature',
  hint: 'Tick it to sign.',
  of: [{ value: 'yes', label: confirmWords[kind] }],
});

const ratherNot = ({ a }: Attested, work: ActorWork): readonly Field[] => [
  {
    id: 'not',
    kind: 'choice',
    many: true,
    optional: true,
    shown: 'list',
    readers: 'own',
    label: 'Or would you rather not?',
    hint:
      a.state === 'given'
        ? 'Then nothing of it is kept, and nobody can read it any more. You can skip this.'
        : 'Then nothing is kept of what stands above, and nobody is told. You can skip this.',
    of: [{ value: 'yes', label: a.state === 'given' ? 'Take back what I wrote' : 'I would rather not' }],
  },
  ...eraseFields(work),
];

async function stepsOf(found: Attested, { values }: Answers, work: ActorWork): Promise<readonly Step[]> {
  const { a, kind, portfolio } = found;
  const mentor = mention(portfolio.mentor);
  const first: readonly Item[] = [
    formNote(
      'what',
      a.askedBy === a.by
        ? say`About the mentoring of ${mentor}.`
        : a.askedBy === portfolio.mentor
          ? say`${mentor} asks you for ${kindWords[kind]} of their mentoring, as evidence of how they work.`
          : say`${mention(a.askedBy)} asks you for ${kindWords[kind]} of the mentoring of ${mentor}, as evidence of how ${mentor} works.`,
    ),
    formNote('readers', await readersNote(found, work)),
    formNote(
      'rules',
      kind === 'testimony'
        ? 'Your own words about what you saw yourself, and not about a whole unit. Nobody may have written it for you, and you are not a relative.'
        : 'What you saw and heard yourself. The mentor signs it too, and may say beside it where they see it differently.',
    ),
    formNote(
      'limits',
      'Name nobody who is mentored, and say nothing that tells who they are. If someone may be at risk, don’t write it here: use “Worried about someone?”.',
    ),
    formNote('until', say`You can change it, or take it back, until ${moment(writableUntil(a), 'date')}.`, 'muted'),
  ];
  const you = [
    line('relation', 'How you know the mentor', 200, 'For example: we work in the same team.'),
    line('role', 'Your role', 120, 'For example: team leader.'),
  ];
  const saw = words('words', kind === 'testimony' ? 'What you saw' : 'What you saw and heard', nameless);
  if (kind === 'testimony')
    return [
      {
        id: 'seen',
        title: 'What you saw',
        items: [
          ...first,
          ...when(kind),
          line('activity', 'What was going on', 300, nameless),
          saw,
          ...you,
          signature(kind),
          ...ratherNot(found, work),
        ],
      },
    ];
  const criteria = await criteriaField(work, a);
  const second: Step = {
    id: 'said',
    title: 'Questions and feedback',
    items: [
      questionsGroup(kind),
      words('feedback', 'Feedback to the mentor', 'What was good, and what to try. You can skip this.'),
      ...[...you, signature(kind)].map(askedFor),
    ],
  };
  return [
    {
      id: 'seen',
      title: kind === 'observation' ? 'What you observed' : 'The discussion',
      items: [
        ...first,
        ...when(kind),
        ...(kind === 'observation' ? [line('activity', 'What was going on', 300, nameless), saw] : []),
        ...criteria,
        ...ratherNot(found, work),
      ],
    },
    ...(isNot(values) || wantsErasure(values, work) ? [] : [second]),
  ];
}

export const writeForm: FormFeature = {
  called: 'what you saw of somebody’s mentoring',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const found = await mine(subject, work);
    if (!mayWrite(found.a, work.now)) return over;
    return {
      id: 'attestation',
      title: found.kind === 'discussion' ? 'A professional discussion' : 'What you saw',
      submit: 'Sign and send',
      signs: true,
      concern: 'mentor',
      steps: await stepsOf(found, answers, work),
    };
  },
  async problems({ subject, answers }, work) {
    const { kind } = await mine(subject, work);
    const { values } = answers;
    if (isNot(values) || wantsErasure(values, work)) return [];
    const missing = (id: string, told: string): readonly Problem[] =>
      textOf(values, id).trim() === '' ? [{ at: id, say: told }] : [];
    const today = local(work.now, work.actor.zone).date;
    const on = textOf(values, 'on');
    const [from, to] = [textOf(values, 'from'), textOf(values, 'to')];
    return [
      ...missing('on', 'Say on which day.'),
      ...(on > today ? [{ at: 'on', say: 'That day is still to come. Say when you saw it.' }] : []),
      ...(kind === 'testimony' ? [] : [...missing('from', 'Say from when.'), ...missing('to', 'Say until when.')]),
      ...(from !== '' && to !== '' && to <= from
        ? [{ at: 'to', say: 'It ends before it begins. Check both times.' }]
        : []),
      ...(kind === 'discussion'
        ? rowsOf(answers, 'questions').some((r) => clean(textOf(r.values, 'answer')) !== '')
          ? []
          : [{ at: 'questions', say: 'Add at least one question and its answer.' }]
        : [
            ...missing('place', 'Say where.'),
            ...missing('activity', 'Say what was going on.'),
            ...missing('words', 'Say what you saw, in your own words.'),
          ]),
      ...missing('relation', 'Say how you know the mentor.'),
      ...missing('role', 'Say what your role is.'),
      ...(manyOf(values, 'own').includes('yes')
        ? []
        : [{ at: 'own', say: 'Tick this to sign, or say that you would rather not.' }]),
    ];
  },
  async hints(answers, { subject }, work) {
    const { portfolio } = await mine(subject, work);
    const theirs = (await work.rows.mentorships.of(portfolio.mentor)).filter((m) => m.mentor === portfolio.mentor);
    const mentees = new Set(theirs.map((m) => m.mentee));
    const people = [...(await work.people()).values()].filter((p) => mentees.has(p.id));
    const names = namesOutside(people, theirs).replaced;
    return (['activity', 'words', 'feedback'] as const)
      .filter((at) => names.of(textOf(answers.values, at)).text !== textOf(answers.values, at))
      .map((at) => ({ at, say: 'This seems to name somebody who is mentored. Please write “the mentee”.' }));
  },
  async submit({ subject, answers }, work) {
    const { a, kind, portfolio } = await mine(subject, work);
    const { values } = answers;
    if (wantsErasure(values, work)) {
      for (const one of await work.rows.attestations.ofWriter(work.actor.id))
        if (mayWrite(one, work.now)) await work.rows.attestations.save(withoutWords(one, 'withdrawn'));
      await askForErasure(work);
      work.redraw(a.id);
      return closeWith('Thank you', ...erasureSaid);
    }
    if (isNot(values)) {
      await takenBack(a, work);
      return closeWith('That is fine', 'Nothing is kept of it, and nobody is told.');
    }
    const given: Attestation = { ...a, state: 'given', givenAt: work.now, body: bodyOf(answers, a) };
    await work.rows.attestations.save(given);
    work.audit('attest.given', a.id, { kind }, a.mentorship ?? undefined);
    work.redraw(a.id);
    if (a.state !== 'given') work.show('attest-given', a.id, { person: portfolio.mentor });
    return closeWith(
      'Thank you',
      kind === 'testimony'
        ? say`It is signed and saved. You can change it, or take it back, until ${moment(writableUntil(a), 'date')}.`
        : say`It is signed and saved. The mentor signs it too. Until then you can change it, or take it back.`,
    );
  },
};

const isNot = (values: Values): boolean => manyOf(values, 'not').includes('yes');

/** Declined where nothing was written, else withdrawn; whoever asked is shown the same in either case, and in none. */
export async function takenBack(a: Attestation, work: ActorWork): Promise<void> {
  if (!mayWrite(a, work.now))
    throw new Refused(
      'signed',
      'Both have signed it, or its time is over: it stands as it is. Ask the coordinator if it should not.',
    );
  await work.rows.attestations.save(withoutWords(a, a.state === 'given' ? 'withdrawn' : 'declined'));
  work.redraw(a.id);
}

function bodyOf({ values, rows }: Answers, a: Attestation): AttestationBody {
  const one = (id: string): string => cleanLine(textOf(values, id));
  const many = (id: string): string => clean(textOf(values, id));
  return {
    ...emptyAttestation,
    on: (one('on') as CivilDate) || null,
    from: one('from'),
    to: one('to'),
    place: one('place'),
    activity: one('activity'),
    words: many('words'),
    relation: one('relation'),
    role: one('role'),
    criteria: manyOf(values, 'criteria'),
    questions: rowsOf({ values, rows }, 'questions').map((r) => ({
      key: r.key,
      question: clean(textOf(r.values, 'question')),
      answer: clean(textOf(r.values, 'answer')),
    })),
    feedback: many('feedback'),
    reply: a.body.reply,
    differs: a.body.differs,
  };
}
