import { type Form, formNote, type Problem, rowsOf, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { moment, say } from '../../chat/text.js';
import type { Declaration } from '../../domain/reflection.js';
import { wordsIn } from '../../domain/reflection-layout.js';
import { Refused } from '../../kernel/errors.js';
import { cleanLine, count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { namesOutside } from '../shared/outside-words.js';
import { settleAsked, stopAsking } from './asked.js';
import { type OwnReflection, ownReflection } from './own.js';
import { whoReads } from './readers.js';

/**
 * The declaration (docs/field.md#reflection): that it is their own work, and which machine helped with what. From then on
 * others read what was declared; what is changed afterwards is a draft until it is declared too.
 */

/** @throws Refused where nothing is written yet */
async function toDeclare(id: string, work: ActorWork): Promise<OwnReflection> {
  const own = await ownReflection(id, work);
  if (own.newest.length === 0)
    throw new Refused('nothing-written', 'You have not written anything yet. Answer a small question first.');
  return own;
}

export const openDeclare: PressHandler = async ({ subject }, work) => {
  const { reflection } = await toDeclare(subject, work);
  const ai = reflection.declaration?.ai ?? [];
  return work.forms.open('reflect-declare', subject, {
    values: reflection.declaration === null ? {} : { helped: ai.length === 0 ? 'no' : 'yes' },
    // A first row stands there to be filled in, or left empty.
    rows: {
      ai:
        ai.length === 0
          ? [{ key: 'first', values: {} }]
          : ai.map(({ key, tool, what }) => ({ key, values: { tool, what } })),
    },
  });
};

/** So many words that might still name somebody outside are listed. */
const mostDoubts = 12;

/** What might still name somebody once all names that are known are replaced: for its mentor to look at. */
async function doubtsIn(own: OwnReflection, work: ActorWork): Promise<readonly string[]> {
  const mentorships = (await work.rows.mentorships.of(own.portfolio.mentor)).filter(
    (m) => m.portfolio === own.portfolio.id,
  );
  const { replaced } = namesOutside((await work.people()).values(), mentorships);
  const found = own.newest.flatMap((p) => {
    const { text, doubts } = replaced.of(p.text);
    return doubts.map((d) => text.slice(d.at, d.at + d.length));
  });
  return [...new Set(found)];
}

export const declareForm: FormFeature = {
  called: 'the declaration of your reflection',
  async build({ subject }, work): Promise<Form> {
    const own = await toDeclare(subject, work);
    const doubts = await doubtsIn(own, work);
    return {
      id: 'reflect-declare',
      title: 'Declare it',
      submit: 'Declare it',
      concern: 'mentor',
      steps: [
        {
          id: 'own',
          title: 'Your own work',
          items: [
            formNote(
              'readers',
              say`Once you declare it, ${await whoReads(own.portfolio, work)} can read these ${count(wordsIn(own.newest), 'word')}, and each time they do is on record. From outside it is read with the names of everybody here replaced.`,
            ),
            ...(doubts.length === 0
              ? []
              : [
                  formNote(
                    'doubts',
                    `These might still name somebody outside: ${doubts
                      .slice(0, mostDoubts)
                      .map((d) => `“${shorten(d, 30)}”`)
                      .join(', ')}. Close this and change them, if they do.`,
                  ),
                ]),
            {
              id: 'own',
              kind: 'choice',
              shown: 'buttons',
              readers: 'mentor',
              label: 'Is it your own work?',
              of: [{ value: 'yes', label: 'Yes, this is my own work' }],
            },
            {
              id: 'helped',
              kind: 'choice',
              shown: 'buttons',
              readers: 'mentor',
              label: 'Did a machine (AI) help with it?',
              hint: 'A tool that put speech into text, mended spelling, or suggested words counts too.',
              of: [
                { value: 'no', label: 'No' },
                { value: 'yes', label: 'Yes: I say below which, and for what' },
              ],
            },
            // On the same step: one that came with the answer would be met by what is missing in it.
            {
              kind: 'group',
              id: 'ai',
              label: 'If one helped: which, and for what',
              one: 'Tool',
              min: 0,
              max: 8,
              addLabel: 'Add a tool',
              fields: [
                {
                  id: 'tool',
                  kind: 'text',
                  lines: 'one',
                  max: 80,
                  optional: true,
                  readers: 'mentor',
                  label: 'Tool',
                },
                {
                  id: 'what',
                  kind: 'text',
                  lines: 'one',
                  max: 300,
                  optional: true,
                  readers: 'mentor',
                  label: 'For what',
                  hint: 'For example: put my speech into text.',
                },
              ],
            },
          ],
        },
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const own = await toDeclare(subject, work);
    const helped = textOf(answers.values, 'helped') === 'yes';
    // What was named the last time stands there: a “No” now is a no.
    const ai = (helped ? rowsOf(answers, 'ai') : [])
      .map((r) => ({
        key: r.key,
        tool: cleanLine(textOf(r.values, 'tool')),
        what: cleanLine(textOf(r.values, 'what')),
      }))
      .filter((r) => r.tool !== '' || r.what !== '');
    if (helped && ai.length === 0)
      return { problems: [{ at: 'helped', say: 'Say which tool helped and for what, or choose “No”.' }] };
    const half = ai.flatMap(({ key, tool, what }): readonly Problem[] =>
      tool === ''
        ? [{ at: `ai/${key}/tool`, say: 'Say which tool it was.' }]
        : what === ''
          ? [{ at: `ai/${key}/what`, say: 'Say what it helped with.' }]
          : [],
    );
    if (half.length > 0) return { problems: half };
    // Whatever was saved up to now is in it, be it in this very moment.
    const at = Math.max(work.now, ...own.all.map((p) => p.savedAt));
    const declaration: Declaration = { own: true, ai, at, scaffold: own.reflection.scaffold };
    await work.rows.reflections.save({ ...own.reflection, declaration });
    stopAsking(own.reflection, work);
    await settleAsked(work.actor.id, undefined, work);
    work.audit('reflection.declared', own.portfolio.id, { answers: own.newest.length, tools: ai.length });
    work.redraw(own.portfolio.id);
    return closeWith(
      'Declared',
      say`Declared on ${moment(at, 'date')}. What you change from now on is a draft, until you declare it too.`,
    );
  },
};
