import { type Card, sentence } from '../../chat/card.js';
import { type Answers, type Field, type Form, formNote, type Problem, type Step, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { moment, say } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import {
  emptyCover,
  type HoursPreset,
  hoursPresets,
  lookLife,
  type Pack,
  type PackCover,
  type PdfStandard,
  pdfStandards,
} from '../../domain/pack/pack.js';
import { Refused } from '../../kernel/errors.js';
import { cleanLine, withoutMarks } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { askToLook } from './look-ask.js';
import { tellAsked } from './news.js';
import { agreedIn, isUnderWay, lastCover, nothingToHandIn, portfolioOf } from './packs.js';
import { packsPanel } from './panel.js';

/** A pack is asked for: what stands in it, how it is laid out, and what the centre's forms have on their first page. */

const oneAtATime =
  'A pack of this portfolio is on its way already, so this one was not asked for. Type evidence, then The pack, to see where it stands or to let it go.';

export const openAsk: PressHandler = async ({ subject }, work) => {
  const portfolio = await portfolioOf('pack.ask', subject, work);
  const packs = await work.rows.packs.ofPortfolio(portfolio.id);
  if (packs.some(isUnderWay) || (await nothingToHandIn(portfolio, work)) !== undefined)
    return packsPanel(portfolio, work);
  const cover = lastCover(packs);
  const values = {
    words: 'words',
    preset: packs[0]?.words.preset ?? 'unit',
    standard: packs[0]?.words.standard ?? 'ua-1',
    names: 'nobody',
    ...cover,
  };
  return work.forms.open('pack-ask', portfolio.id, { values, rows: {} });
};

/** Whether anybody's own name could stand in it: those alone who are noted as 18 or over are asked. */
async function anyAdult(portfolio: Portfolio, work: ActorWork): Promise<boolean> {
  const people = await work.people();
  return (await agreedIn(portfolio, work.rows)).some((m) => people.get(m.mentee)?.adult === true);
}

const asksNames = ({ values }: Answers): boolean =>
  textOf(values, 'words') === 'words' && textOf(values, 'names') === 'asked';

const coverFields: Readonly<Record<keyof PackCover, string>> = {
  candidateNumber: 'Candidate number',
  centre: 'Centre',
  centreNumber: 'Centre number',
  unitNumber: 'Unit number',
};
/** Without case and accents, one blank between words. */
const plainly = (text: string): string => withoutMarks(text).toLowerCase().replace(/\s+/g, ' ').trim();

const coverKeys = Object.keys(emptyCover) as readonly (keyof PackCover)[];

function wordsStep(work: ActorWork, adults: boolean): Step {
  const until = work.now + lookLife;
  return {
    id: 'words',
    title: 'What stands in it',
    items: [
      formNote(
        'what',
        say`With their words: each mentee is asked once what of theirs to leave out, and has until ${moment(until)}. It is made then, whatever they choose. What nobody answered about stays out. You are not told who looked.`,
      ),
      formNote(
        'counts',
        'Counts alone: nothing that a mentee said, and nothing written about one, but every figure. Nobody has to look, and it is ready in a minute or so.',
      ),
      {
        id: 'words',
        kind: 'choice',
        shown: 'buttons',
        readers: 'mentor',
        label: 'What stands in it?',
        of: [
          { value: 'words', label: 'Words they let stand' },
          { value: 'counts', label: 'Counts alone' },
        ],
      },
      ...(adults
        ? ([
            {
              id: 'names',
              kind: 'choice',
              shown: 'buttons',
              readers: 'mentor',
              label: 'Mentees’ own names',
              hint: 'Only with their words, of who is noted as 18 or over and says yes. As a rule nobody’s stands in a pack.',
              of: [
                { value: 'nobody', label: 'Nobody’s' },
                { value: 'asked', label: 'Ask them' },
              ],
            },
          ] satisfies readonly Field[])
        : []),
    ],
  };
}

const reasonStep: Step = {
  id: 'reason',
  title: 'Why with names?',
  items: [
    {
      id: 'reason',
      kind: 'text',
      lines: 'many',
      max: 600,
      optional: true,
      depends: true,
      readers: 'both',
      label: 'Why should names stand in it?',
      hint: 'Each mentee who is asked reads this, and it stands on the pack’s first page.',
    },
  ],
};

const laidOutStep: Step = {
  id: 'laid-out',
  title: 'How it is laid out',
  items: [
    {
      id: 'preset',
      kind: 'choice',
      shown: 'buttons',
      readers: 'mentor',
      label: 'Columns of the hours',
      hint: 'The unit’s log has what an assessor asks for. A coach’s log has clients, numbers in a group, paid and pro bono.',
      of: [
        { value: 'unit', label: 'The unit’s log' },
        { value: 'coach', label: 'A coach’s log' },
      ],
    },
    {
      id: 'standard',
      kind: 'choice',
      shown: 'buttons',
      readers: 'mentor',
      label: 'Kind of PDF',
      hint: 'Leave it for everybody, unless an archive asks for PDF/A.',
      of: [
        { value: 'ua-1', label: 'For everybody (PDF/UA)' },
        { value: 'a-2a', label: 'For an archive (PDF/A)' },
      ],
    },
  ],
};

const coverStep: Step = {
  id: 'cover',
  title: 'On its first page',
  items: [
    formNote('cover', 'As your centre’s forms have it. All of it may stay empty: it says “not filled in” there then.'),
    ...coverKeys.map(
      (id): Field => ({
        id,
        kind: 'text',
        lines: 'one',
        max: 120,
        optional: true,
        readers: 'mentor',
        label: coverFields[id],
      }),
    ),
  ],
};

const presetOf = (text: string): HoursPreset => hoursPresets.find((one) => one === text) ?? 'unit';
const standardOf = (text: string): PdfStandard => pdfStandards.find((one) => one === text) ?? 'ua-1';

export const askForm: FormFeature = {
  called: 'a pack to ask for',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const portfolio = await portfolioOf('pack.ask', subject, work);
    const nothing = await nothingToHandIn(portfolio, work);
    if (nothing !== undefined) return sentence('Nothing to hand in', nothing);
    const adults = await anyAdult(portfolio, work);
    return {
      id: 'pack-ask',
      title: 'Ask for a pack',
      submit: 'Ask for it',
      concern: 'mentor',
      steps: [wordsStep(work, adults), ...(adults && asksNames(answers) ? [reasonStep] : []), laidOutStep, coverStep],
    };
  },
  async problems({ subject, answers, form }, work): Promise<readonly Problem[]> {
    const asked = form.steps.some((step) => step.id === 'reason');
    const mentees = await agreedIn(await portfolioOf('pack.ask', subject, work), work.rows);
    const people = await work.people();
    const names = mentees.flatMap((m) => people.get(m.mentee)?.name ?? []).map(plainly);
    return [
      ...(asked && textOf(answers.values, 'reason').trim() === ''
        ? [{ at: 'reason', say: 'Say why, in a sentence: each mentee reads it before they say yes or no.' }]
        : []),
      // What a centre is called is no text to replace words in, so a whole name is not let in.
      ...coverKeys
        .filter((key) =>
          names.some((name) => name.includes(' ') && plainly(textOf(answers.values, key)).includes(name)),
        )
        .map((at) => ({
          at,
          say: 'Somebody you mentor is named here. Leave the name out: everybody reads the first page.',
        })),
    ];
  },
  async submit({ subject, answers, form }, work) {
    const portfolio = await portfolioOf('pack.ask', subject, work);
    const nothing = await nothingToHandIn(portfolio, work);
    if (nothing !== undefined) throw new Refused('nothing-to-hand-in', nothing);
    if ((await work.rows.packs.ofPortfolio(portfolio.id)).some(isUnderWay))
      return closeWith('One is on its way', oneAtATime);
    const { values } = answers;
    const withWords = textOf(values, 'words') !== 'counts';
    const named = withWords && form.steps.some((step) => step.id === 'reason') && asksNames(answers);
    const pack: Pack = {
      id: work.ids.next('pack'),
      programme: work.programme.id,
      portfolio: portfolio.id,
      mentor: portfolio.mentor,
      askedBy: work.actor.id,
      askedAt: work.now,
      withWords,
      lookUntil: withWords ? work.now + lookLife : work.now,
      state: 'queued',
      madeAt: null,
      madeAgainAt: null,
      size: null,
      hash: '',
      attempts: 0,
      fence: 0,
      code: '',
      words: {
        standard: standardOf(textOf(values, 'standard')),
        preset: presetOf(textOf(values, 'preset')),
        cover: Object.fromEntries(
          coverKeys.map((key) => [key, cleanLine(textOf(values, key))]),
        ) as unknown as PackCover,
        named: named ? { reason: textOf(values, 'reason').trim() } : null,
        seed: Buffer.from(work.ids.bytes(16)).toString('hex'),
        hits: [],
        decided: {},
        contents: [],
        fingerprint: '',
      },
    };
    await work.rows.packs.add(pack);
    work.audit('pack.asked', pack.id, { words: withWords, names: named });
    tellAsked(pack, work);
    if (withWords) await askToLook(pack, portfolio, work);
    return closeWith(
      'Asked for',
      withWords
        ? say`It is made on ${moment(pack.lookUntil, 'date')}, whatever mentees choose, once it is decided what could still tell who somebody is. You get a message.`
        : 'It is made in a minute or so, once it is decided what could still tell who somebody is. You get a message.',
    );
  },
};
