import { button, buttons, type Card, sentence, text } from '../../chat/card.js';
import { type Answers, type Form, formNote, type Item, type Problem, type Step, textOf } from '../../chat/form.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, say, strong } from '../../chat/text.js';
import type { PackHit } from '../../domain/pack/hits.js';
import { type Pack, undecided } from '../../domain/pack/pack.js';
import type { HitKind } from '../../domain/recognisable/kinds.js';
import { digestOf } from '../../kernel/chain.js';
import { cleanLine, count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { redrawPack } from './news.js';
import { changePack, isUnderWay, packOf } from './packs.js';

/** What could still tell who somebody is: its mentor decides of each what stands in its place (docs/field.md#the-pack). */

/** Of one step, and of one form: whoever has more sends the form and opens it again. */
const hitsOfStep = 6;
const mostAtOnce = 60;
/** Where each stands: so many places are shown. */
const placesShown = 3;

const kinds: Readonly<Record<HitKind, string>> = {
  name: 'a name',
  school: 'a school',
  place: 'a place',
  club: 'a club',
  employer: 'an employer',
  age: 'an age or a birthday',
  family: 'family',
  health: 'health',
  initial: 'an initial',
  'also-a-word': 'a name that is a word too',
  other: 'something that could tell',
};

/** Of these nobody can say beforehand: the one is a name, the other an everyday word. */
const open: readonly HitKind[] = ['also-a-word', 'initial'];
const fieldOf = ({ key }: PackHit): string => `h-${digestOf(key).slice(0, 16)}`;

const toDecide = (pack: Pack): readonly PackHit[] =>
  (isUnderWay(pack) ? undecided(pack.words) : []).slice(0, mostAtOnce);

const nothing = sentence(
  'Nothing to decide',
  'Nothing in this pack waits for a decision of yours. You get a message when it is ready, or when something does.',
);

export const openDecide: PressHandler = async ({ subject }, work) => {
  const pack = await packOf('pack.decide', subject, work);
  const hits = toDecide(pack);
  if (hits.length === 0) return panelWith(nothing);
  const values = {
    seen: hits.map(fieldOf),
    ...Object.fromEntries(hits.filter(({ kind }) => !open.includes(kind)).map((hit) => [fieldOf(hit), 'out'])),
  };
  return work.forms.open('pack-decide', pack.id, { values, rows: {} }, { fresh: true });
};

function hitItems(hit: PackHit): readonly Item[] {
  const id = fieldOf(hit);
  return [
    formNote(`${id}-what`, say`${strong(shorten(hit.words, 120))}: ${kinds[hit.kind]}, ${count(hit.times, 'time')}`),
    ...hit.places
      .slice(0, placesShown)
      .map((p, i) =>
        formNote(`${id}-${i + 1}`, say`${p.label}: … ${p.before}${strong(hit.words)}${p.after} …`, 'muted'),
      ),
    {
      id,
      kind: 'choice',
      shown: 'buttons',
      optional: true,
      readers: 'mentor',
      label: shorten(`“${hit.words}”`, 60),
      hint: open.includes(hit.kind)
        ? 'You can skip this for now. The pack waits for it.'
        : 'You can skip this: then it is taken out.',
      of: [
        { value: 'out', label: shorten(`Take it out: ${hit.instead}`, 70) },
        { value: 'stay', label: 'It may stay' },
      ],
    },
    {
      id: `${id}-own`,
      kind: 'text',
      lines: 'one',
      max: 80,
      optional: true,
      readers: 'mentor',
      label: 'Your own words in its place',
      hint: 'You can skip this.',
    },
  ];
}

const seenOf = (pack: Pack, { values }: Answers): readonly PackHit[] => {
  const seen = new Set(Array.isArray(values.seen) ? values.seen : []);
  return toDecide(pack).filter((hit) => seen.has(fieldOf(hit)));
};

const steps = (hits: readonly PackHit[]): readonly Step[] =>
  Array.from({ length: Math.ceil(hits.length / hitsOfStep) }, (_, i): Step => {
    const some = hits.slice(i * hitsOfStep, (i + 1) * hitsOfStep);
    const intro = formNote(
      'what',
      literal(
        'An assessor and quality assurers read this, some of them from outside. Take out whatever could tell who a mentee is, or anybody else served.',
      ),
    );
    return {
      id: `hits-${i + 1}`,
      title: hits.length <= hitsOfStep ? 'Could it tell?' : `Could it tell? ${i + 1}`,
      items: [...(i === 0 ? [intro] : []), ...some.flatMap(hitItems)],
      ...(i * hitsOfStep + some.length < hits.length ? { submit: 'Save, and take out what follows' } : {}),
    };
  });

/** What stands in its place; null where it may stay, undefined where that is not decided. */
function decisionOf(hit: PackHit, answers: Answers): string | null | undefined {
  const own = cleanLine(textOf(answers.values, `${fieldOf(hit)}-own`));
  if (own !== '') return own;
  const word = textOf(answers.values, fieldOf(hit));
  return word === 'out' ? hit.instead : word === 'stay' ? null : undefined;
}

/** Keeps what was decided, and has it made where nothing is left to wait for. */
async function decide(pack: Pack, by: Readonly<Record<string, string | null>>, work: ActorWork): Promise<Pack> {
  const after = await changePack(pack.id, work, (p) => {
    if (!isUnderWay(p)) return undefined;
    const words = { ...p.words, decided: { ...p.words.decided, ...by } };
    const done = p.state === 'deciding' && undecided(words).length === 0;
    return { ...p, words, ...(done ? { state: 'queued' as const, attempts: 0 } : {}) };
  });
  if (after === undefined) return pack;
  work.audit('pack.decided', after.id, { things: Object.keys(by).length });
  await redrawPack(after, work);
  return after;
}

function saidAfter(pack: Pack): string {
  const left = undecided(pack.words).length;
  if (left > 0) return `${count(left, 'thing')} still to decide. The pack waits for that.`;
  return pack.state === 'looking'
    ? 'All is decided for now. More may come once your mentees’ time to look is over; you get a message then.'
    : 'All is decided, and the pack is made now. You get a message.';
}

export const decideForm: FormFeature = {
  called: 'what could tell who somebody is',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const hits = seenOf(await packOf('pack.decide', subject, work), answers);
    if (hits.length === 0) return nothing;
    return { id: 'pack-decide', title: 'Could it tell?', submit: 'Save', concern: 'mentor', steps: steps(hits) };
  },
  async problems({ subject, answers }, work): Promise<readonly Problem[]> {
    const hits = seenOf(await packOf('pack.decide', subject, work), answers);
    return hits.flatMap((hit): readonly Problem[] => {
      const own = textOf(answers.values, `${fieldOf(hit)}-own`).toLowerCase();
      return own !== '' && own.includes(hit.words.toLowerCase())
        ? [{ at: `${fieldOf(hit)}-own`, say: 'That still says it. Leave it empty, or write something else.' }]
        : [];
    });
  },
  async submit({ subject, answers }, work) {
    const pack = await packOf('pack.decide', subject, work);
    const by: Record<string, string | null> = {};
    for (const hit of seenOf(pack, answers)) {
      const decision = decisionOf(hit, answers);
      if (decision !== undefined) by[hit.key] = decision;
    }
    if (Object.keys(by).length === 0) return closeWith('Nothing decided', saidAfter(pack));
    return closeWith('Decided', saidAfter(await decide(pack, by, work)));
  },
};

/** All that is open is taken out, those too of which nobody can say beforehand. */
export const takeAllOut: PressHandler = async ({ subject, arg }, work) => {
  const pack = await packOf('pack.decide', subject, work);
  const hits = isUnderWay(pack) ? undecided(pack.words) : [];
  if (hits.length === 0) return panelWith(nothing);
  if (arg !== 'yes')
    return panelWith({
      title: 'Take all out?',
      summary: literal('All that is open is taken out.'),
      blocks: [
        text(
          literal(
            `${count(hits.length, 'thing')} could tell who somebody is. What stands in their place says only what kind of thing it was: ${[...new Set(hits.map((h) => h.instead))].slice(0, 6).join(', ')}.`,
          ),
        ),
        buttons(
          button('Take all out', 'pack.decide-all', pack.id, { arg: 'yes', style: 'main' }),
          button('Decide one by one', 'pack.decide', pack.id),
        ),
      ],
    });
  const after = await decide(pack, Object.fromEntries(hits.map((hit) => [hit.key, hit.instead])), work);
  return panelWith(sentence('Taken out', saidAfter(after)));
};
