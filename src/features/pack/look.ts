import { type Card, sentence } from '../../chat/card.js';
import {
  type Answers,
  type Field,
  type Form,
  formNote,
  type Item,
  manyOf,
  type Step,
  textOf,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { canChoose, type Pack } from '../../domain/pack/pack.js';
import { packLookSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { aboutMentorship, demand, mentorshipOf } from '../shared/guards.js';
import { afterLook } from './look-ask.js';
import {
  beginsOut,
  choiceBefore,
  type Looked,
  type LookedGroup,
  lookedGroups,
  onlySeen,
  seenAs,
} from './look-passages.js';

/**
 * A mentee's one look at what of theirs would stand in a pack (docs/field.md#the-pack). What they choose stands on no chain
 * and redraws nothing: nobody can see that they chose. Read at about eleven.
 */

/** Sessions that are shown one by one; of more they say first which they would like to look at. */
const groupsAtOnce = 10;
/** Sessions of one list. */
const listed = 50;
/** UTF-16 units of one note, of a step's items (with three bytes each they fit a card in Teams), and items of a step. */
const longestNote = 2_000;
const longestStep = 7_000;
const mostItems = 40;

interface Mine {
  readonly m: Mentorship;
  readonly pack: Pack;
  readonly portfolio: Portfolio;
}

/** @throws Refused where it is not there, or not the actor's */
async function mine(mentorship: string, pack: Pack | undefined, work: ActorWork): Promise<Mine> {
  const m = await mentorshipOf(work, mentorship);
  demand('pack.look', work, aboutMentorship(m));
  const portfolio = await work.rows.portfolios.get(m.portfolio);
  const newest = pack ?? (await work.rows.packs.ofPortfolio(m.portfolio)).find((p) => p.withWords);
  if (portfolio === undefined || newest === undefined || newest.portfolio !== m.portfolio)
    throw new Refused('nothing-to-look-at', 'Nothing of yours is handed in now, so there is nothing to look at.');
  return { m, pack: newest, portfolio };
}

const ofForm = async (subject: string, work: ActorWork): Promise<Mine> => {
  const about = packLookSubject.read(subject);
  const pack = about === undefined ? undefined : await work.rows.packs.get(about.pack);
  if (about === undefined || pack === undefined)
    throw new Refused('nothing-to-look-at', 'Your mentor let this go. Nothing of yours is handed in.');
  return mine(about.mentorship, pack, work);
};

/** @param chosen whether it shows what they chose before */
async function open(subject: string, chosen: boolean, work: ActorWork): Promise<Reply> {
  const { m, pack, portfolio } = await mine(subject, undefined, work);
  if (!canChoose(pack, work.now)) return panelWith(afterLook(pack));
  const groups = await lookedGroups(pack, m, portfolio, work);
  const choice = chosen ? (await work.rows.packs.choices(pack.id)).find((c) => c.mentorship === m.id) : undefined;
  const before = {
    // By a link nobody learns what was chosen, of this pack or of another.
    earlier: chosen && choice === undefined ? await choiceBefore(pack, m, work) : undefined,
    releases: await work.rows.releases.ofMentorship(m.id),
  };
  const all = groups.flatMap((g) => g.passages);
  const values = {
    seen: all.map(seenAs),
    ...Object.fromEntries(
      groups.flatMap(({ session, passages }) =>
        passages.filter((p) => beginsOut(p, session, choice, before)).map((p) => [p.field, ['out']] as const),
      ),
    ),
    ...(choice === undefined
      ? {}
      : { how: Object.keys(choice.stands).length === 0 ? 'nothing' : 'choose', named: choice.named ? 'yes' : 'no' }),
    // What they let stand before is looked at again, where all of it would be too much.
    ...(choice === undefined ? {} : picksOf(groups.filter((g) => g.passages.some((p) => p.citation in choice.stands)))),
  };
  const form = packLookSubject.write({ mentorship: m.id, pack: pack.id });
  return work.forms.open('pack-look', form, { values, rows: {} }, { fresh: true });
}

export const openLook: PressHandler = ({ subject }, work) => open(subject, true, work);
/** Whoever gave the link has it too: it opens as if nothing had been chosen. */
export const openByLink: PressHandler = ({ subject }, work) => open(subject, false, work);

const keyOf = ({ session }: LookedGroup): string => session?.id ?? 'beside';
const nameOf = ({ session }: LookedGroup): Text =>
  session === null
    ? literal('Your agreement, and what was said of it all')
    : say`${session.title}, ${moment(session.beganAt, 'date')}`;
const picksOf = (groups: readonly LookedGroup[]) => ({ picked: groups.map(keyOf) });

/** The lists by which some of many sessions are chosen. */
const pickFields = (groups: readonly LookedGroup[]): readonly Field[] => {
  const parts = Array.from({ length: Math.ceil(groups.length / listed) }, (_, i) =>
    groups.slice(i * listed, (i + 1) * listed),
  );
  return parts.map(
    (part, i): Field => ({
      id: `pick-${i}`,
      kind: 'choice',
      many: true,
      optional: true,
      shown: 'list',
      readers: 'own',
      label: i === 0 ? 'Which would you like to look at?' : 'And of the older ones?',
      hint: 'The ones you do not tick stay out.',
      of: part.map((g) => ({
        value: keyOf(g),
        label: shorten(g.session === null ? 'Your agreement, and more' : g.session.title, 70),
      })),
    }),
  );
};

/** Of many sessions those that they would look at; of a few all. */
function groupsToShow(groups: readonly LookedGroup[], answers: Answers): readonly LookedGroup[] {
  if (groups.length <= groupsAtOnce) return groups;
  const picked = new Set([
    ...manyOf(answers.values, 'picked'),
    ...pickFields(groups).flatMap(({ id }) => manyOf(answers.values, id)),
  ]);
  return groups.filter((g) => picked.has(keyOf(g)));
}

/** What a mentee may leave out unread: it may be about them. */
const unread: Readonly<Record<string, string>> = {
  'What the mentor would change': 'What your mentor would do differently. Only they read it here.',
  'How guidance was applied': 'Which rules your mentor thought of. Only they read it here.',
};

/** No character of two units is cut. */
function inParts(words: string): readonly string[] {
  const parts: string[] = [];
  for (let at = 0; at < words.length; ) {
    let to = Math.min(words.length, at + longestNote);
    if (to < words.length && /[\uD800-\uDBFF]/.test(words.charAt(to - 1))) to -= 1;
    parts.push(words.slice(at, to));
    at = to;
  }
  return parts;
}

/** One passage with its *leave this out*: never on two screens. */
const passageItems = (p: Looked): readonly Item[] => [
  ...(p.menteeReads
    ? inParts(p.shown).map((part, i) =>
        i === 0 ? formNote(`${p.field}-words`, say`${p.label}: ${part}`) : formNote(`${p.field}-words-${i + 1}`, part),
      )
    : [formNote(`${p.field}-words`, unread[p.label] ?? 'Something that only your mentor reads here.', 'muted')]),
  {
    id: p.field,
    kind: 'choice',
    many: true,
    optional: true,
    shown: 'list',
    readers: 'own',
    label: shorten(p.label, 60),
    of: [{ value: 'out', label: 'Leave this out' }],
  },
];

function groupSteps(group: LookedGroup): readonly Step[] {
  const pages: Item[][] = [[]];
  let length = 0;
  for (const p of group.passages) {
    const items = passageItems(p);
    const its = JSON.stringify(items).length;
    const page = pages.at(-1) ?? [];
    if (page.length > 0 && (length + its > longestStep || page.length + items.length > mostItems)) {
      pages.push([]);
      length = 0;
    }
    pages.at(-1)?.push(...items);
    length += its;
  }
  return pages.map((items, i): Step => {
    const id = `g-${keyOf(group)}${i === 0 ? '' : `-${i + 1}`}`;
    return {
      id,
      title: i === 0 ? 'Leave anything out?' : 'More of the same',
      items: [formNote(`${id}-of`, nameOf(group)), ...items],
    };
  });
}

const ways = [
  { value: 'choose', label: 'Let me choose' },
  { value: 'nothing', label: 'Leave all out' },
  { value: 'all', label: 'All of it is fine' },
] as const;

function firstStep({ m, pack }: Mine, groups: readonly LookedGroup[]): Step {
  const sessions = groups.filter((g) => g.session !== null).length;
  return {
    id: 'how',
    title: 'Anything to leave out?',
    items: [
      formNote(
        'readers',
        say`${mention(m.mentor)} hands in their work. An assessor and quality assurers read it. Some of them are from outside. So does anybody ${mention(m.mentor)} gives the file to.`,
      ),
      formNote(
        'what',
        say`It can have words from ${count(sessions, 'session')} of yours, and from your agreement. Your name is not in it, and no other name we know. Somebody who knows you well might still guess.`,
      ),
      formNote(
        'numbers',
        say`Numbers stay in it, without your name: how often you met, how long, and how you rated things. If you do nothing, none of your words are in it. You can change this until ${moment(pack.lookUntil)}.`,
      ),
      { id: 'how', kind: 'choice', shown: 'buttons', readers: 'own', label: 'What would you like?', of: ways },
      formNote(
        'apart',
        'This is about what is handed in, and nothing else. Whoever checks the mentoring here, and was named to you, reads your records here as before. What you let somebody from outside read on a page stays as you chose it there.',
        'muted',
      ),
      formNote('told', say`Nobody is told what you chose, or if you looked. Not even ${mention(m.mentor)}.`, 'muted'),
    ],
  };
}

const nameStep = ({ m }: Mine, reason: string): Step => ({
  id: 'name',
  title: 'Your own name',
  items: [
    formNote('why-name', say`${mention(m.mentor)} would like your name to be in it. This is why:`),
    { ...formNote('reason', literal(reason)), anothers: true as const },
    {
      id: 'named',
      kind: 'choice',
      shown: 'buttons',
      optional: true,
      readers: 'own',
      label: 'May your name be in it?',
      hint: 'You can skip this. Then it is not in it.',
      of: [
        { value: 'no', label: 'No, not my name' },
        { value: 'yes', label: 'Yes, my name may be in it' },
      ],
    },
  ],
});

const changed = sentence(
  'Open it again',
  'What is written has changed since you opened this. Nothing you did not see is handed in. Open it again to choose.',
);

const seenGroups = async (about: Mine, answers: Answers, work: ActorWork): Promise<readonly LookedGroup[]> =>
  onlySeen(await lookedGroups(about.pack, about.m, about.portfolio, work), new Set(manyOf(answers.values, 'seen')));

export const lookForm: FormFeature = {
  called: 'your choice about words for a pack',
  async build({ subject, answers }, work): Promise<Form | Card> {
    const about = await ofForm(subject, work);
    const { pack } = about;
    if (!canChoose(pack, work.now)) return afterLook(pack);
    const groups = await seenGroups(about, answers, work);
    const asksName = pack.words.named !== null && work.actor.adult === true;
    if (groups.length === 0 && manyOf(answers.values, 'seen').length > 0) return changed;
    if (groups.length === 0 && !asksName)
      return sentence('Nothing to choose', 'Nothing that you wrote, or that was written about you, would be in it.');
    const chooses = textOf(answers.values, 'how') === 'choose';
    const many = groups.length > groupsAtOnce;
    return {
      id: 'pack-look',
      title: 'Anything to leave out?',
      submit: 'That is my choice',
      concern: 'mentee',
      steps: [
        ...(groups.length === 0 ? [] : [firstStep(about, groups)]),
        ...(chooses && many ? [{ id: 'pick', title: 'Which to look at?', items: pickFields(groups) }] : []),
        ...(chooses ? groupsToShow(groups, answers).flatMap(groupSteps) : []),
        ...(asksName && pack.words.named !== null ? [nameStep(about, pack.words.named.reason)] : []),
      ],
    };
  },
  async submit({ subject, answers }, work) {
    const about = await ofForm(subject, work);
    const { m, pack } = about;
    if (!canChoose(pack, work.now)) return { kind: 'close', say: afterLook(pack) };
    const how = textOf(answers.values, 'how');
    const groups = await seenGroups(about, answers, work);
    const shown = how === 'all' ? groups : how === 'choose' ? groupsToShow(groups, answers) : [];
    const stands = shown
      .flatMap((g) => g.passages)
      .filter((p) => how === 'all' || !manyOf(answers.values, p.field).includes('out'));
    await work.rows.packs.choose({
      pack: pack.id,
      mentorship: m.id,
      mentee: m.mentee,
      at: work.now,
      stands: Object.fromEntries(stands.map((p) => [p.citation, p.digest])),
      named: pack.words.named !== null && work.actor.adult === true && textOf(answers.values, 'named') === 'yes',
    });
    const all = groups.flatMap((g) => g.passages).length;
    const said =
      stands.length === 0
        ? 'None of your words are in it.'
        : stands.length === all
          ? 'You left nothing out.'
          : 'What you left out is not in it.';
    return closeWith(
      'Saved',
      say`${said} You can change this until ${moment(pack.lookUntil)}. Nobody is told what you chose.`,
    );
  },
};
