import { sentence } from '../../chat/card.js';
import {
  type Answers,
  type Field,
  type Form,
  formNote,
  type Item,
  manyOf,
  type Option,
  type Problem,
  textOf,
} from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import {
  type ChangeId,
  cannotBeSeen,
  isEditable,
  mostCited,
  type PracticeChange,
} from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import { Refused } from '../../kernel/errors.js';
import type { SessionId } from '../../kernel/ids.js';
import { clean, cleanLine, shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { demand } from '../shared/guards.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { type About, aboutChange, nobodyInParticular } from './about.js';
import { offeredOf, optionsOf } from './offered.js';
import { redrawTold, toldWhen } from './told.js';

/** What a mentor changes, and what it answers (docs/field.md#changes-of-practice). */

const sentenceMax = 500;
/** Sessions to begin with that are offered by name. */
const mostNamed = 6;
const now = 'now';

/** Who will read it, before anything is asked. */
async function readersNote(about: About, work: ActorWork): Promise<Text> {
  const named = await namedReaders(work, about.portfolio);
  const assessing = readersByPart(named, partsThatMay('change.read'));
  const others =
    about.mentorships.length > 1 ? ' Others whom you mentor read only “I will …”, so name nobody in it.' : '';
  const whose = about.of === undefined ? undefined : about.mentorships.find((m) => m.id === about.of)?.mentee;
  const mentee: Text =
    whose === undefined
      ? literal('The mentee whose answer you choose reads all of it with their plan.')
      : say`If it answers what ${mention(whose)} said to you, they read all of it with their plan.`;
  return say`Who reads this: ${together(['you', ...assessing]) ?? literal('you')}. ${mentee}${others}`;
}

const whomField = (options: readonly Option[]): Field => ({
  id: 'whom',
  kind: 'choice',
  shown: 'list',
  readers: 'mentor',
  label: 'Whose feedback does it answer?',
  of: [...options, { value: nobodyInParticular, label: 'Nobody’s in particular' }],
});

function fromField(sessions: readonly Session[], about: About, work: ActorWork): Field {
  const { zone, locale } = work.actor;
  return {
    id: 'from',
    kind: 'choice',
    shown: 'list',
    readers: 'mentor',
    label: 'From when?',
    hint: 'You can put it differently until then.',
    of: [
      ...sessions.map((s, i) => ({
        value: s.id,
        label: shorten(
          `${i === 0 && about.isWith(s) ? 'Our next session' : s.title}, ${showMoment(s.startsAt, zone, locale)}`,
          75,
        ),
      })),
      { value: now, label: 'From now on' },
    ],
  };
}

/** Sessions it can begin with: those with them first, each in its order. */
function toBeginWith(about: About, work: ActorWork): readonly Session[] {
  const ahead = about.sessions
    .filter((s) => s.state === 'planned' && s.startsAt > work.now)
    .sort((a, b) => a.startsAt - b.startsAt);
  const theirs = ahead.filter((s) => about.isWith(s));
  const all = [...theirs, ...ahead.filter((s) => !theirs.includes(s))].slice(0, mostNamed);
  const chosen = ahead.find((s) => s.id === about.change?.fromSession);
  return chosen === undefined || all.includes(chosen) ? all : [...all, chosen];
}

/** What the form begins with. */
export async function seedOf(subject: string, work: ActorWork): Promise<Answers> {
  const about = await aboutChange(subject, { values: {}, rows: {} }, work);
  const { change } = about;
  if (change !== undefined)
    return {
      values: {
        cites: change.cites,
        said: change.said,
        what: change.what,
        from: toBeginWith(about, work).some((s) => s.id === change.fromSession) ? (change.fromSession ?? now) : now,
        ...(about.asksWhom ? { whom: change.mentorship ?? nobodyInParticular } : {}),
      },
      rows: {},
    };
  const [next] = toBeginWith(about, work).filter((s) => about.isWith(s));
  const record =
    about.session === undefined
      ? []
      : offeredOf(about.facts, null).filter(
          (c) => c.session === about.session && /^record:.*\/change$/.test(c.citation),
        );
  return {
    values: { from: next?.id ?? now, ...(record.length === 0 ? {} : { cites: record.map((c) => c.citation) }) },
    rows: {},
  };
}

const offeredIn = (about: About) => offeredOf(about.facts, about.of, about.cited);

export const changeForm: FormFeature = {
  called: 'what you will change',
  async build({ subject, answers }, work) {
    const about = await aboutChange(subject, answers, work);
    const closed = closedWords(about, work);
    if (closed !== undefined) return sentence('It has begun', closed);
    const { zone, locale } = work.actor;
    const offered = offeredIn(about);
    const note = formNote('readers', await readersNote(about, work), 'muted');
    const whom = about.asksWhom ? whomField(about.whom) : undefined;
    const items: readonly Item[] = [
      ...(whom === undefined ? [note] : []),
      ...(offered.length === 0
        ? [formNote('nothing', 'There is nothing to answer yet: feedback comes half an hour after a session.')]
        : []),
      {
        id: 'cites',
        kind: 'choice',
        many: true,
        shown: 'list',
        anothers: true,
        readers: 'mentor',
        label: 'What does it answer?',
        hint: `Up to ${mostCited}, the newest first.`,
        of: optionsOf(offered, zone, locale),
        ...(whom === undefined ? {} : { depends: true as const }),
      },
      {
        id: 'said',
        kind: 'text',
        lines: 'many',
        max: sentenceMax,
        readers: 'change',
        label: 'What does it say, in your words?',
        hint: 'As you would say it to them: “You said …”.',
      },
      {
        id: 'what',
        kind: 'text',
        lines: 'many',
        max: sentenceMax,
        readers: 'change',
        label: 'What will you change?',
        hint: '“I will …”: something that both of you could see you do.',
      },
      fromField(toBeginWith(about, work), about, work),
    ];
    return {
      id: 'change',
      title: about.change === undefined ? 'What I will change' : 'Put it differently',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        ...(whom === undefined ? [] : [{ id: 'whom', title: 'Whose feedback', items: [note, whom] }]),
        { id: 'change', title: 'You said, so I will', items },
      ],
    } satisfies Form;
  },
  async problems({ answers }) {
    const cites = manyOf(answers.values, 'cites');
    return cites.length > mostCited ? [{ at: 'cites', say: `Choose at most ${mostCited}: what it answers most.` }] : [];
  },
  async hints(answers, { subject }, work) {
    const found: Problem[] = [];
    const what = textOf(answers.values, 'what');
    if (cannotBeSeen(what))
      found.push({ at: 'what', say: 'Nobody can see “better”. What would they see you do, or hear you say?' });
    const about = await aboutChange(subject, answers, work);
    const people = await work.people();
    const named = about.mentorships
      .flatMap((m) => people.get(m.mentee)?.name.split(/\s+/)[0] ?? [])
      .filter(
        (name) =>
          name.length > 1 &&
          what
            .toLowerCase()
            .split(/[^\p{L}\p{N}]+/u)
            .includes(name.toLowerCase()),
      );
    if (about.mentorships.length > 1 && named.length > 0)
      found.push({ at: 'what', say: 'Others whom you mentor read this sentence too: leave the name out of it.' });
    return found;
  },
  async submit({ subject, answers }, work) {
    const about = await aboutChange(subject, answers, work);
    const closed = closedWords(about, work);
    if (closed !== undefined) return closeWith('It has begun', closed);
    const made = changeOf(about, answers, work);
    if ('problems' in made) return made;
    const { change: before } = about;
    // Whose answer it is does not change: what answers somebody else is another change.
    const same = before !== undefined && before.mentorship === made.mentorship;
    if (before !== undefined && !same) {
      await work.rows.changes.save({ ...before, withdrawnAt: work.now });
      work.audit('change.withdrawn', before.id, {}, before.mentorship ?? undefined);
    }
    const saved: PracticeChange = same
      ? { ...before, ...made, id: before.id, madeAt: before.madeAt }
      : { ...made, id: work.ids.next('practice-change'), madeAt: work.now };
    await work.rows.changes.save(saved);
    work.audit(
      same ? 'change.changed' : 'change.made',
      saved.id,
      { cites: saved.cites.length },
      saved.mentorship ?? undefined,
    );
    for (const one of before === undefined ? [saved] : [before, saved]) await redrawTold(one, about.sessions, work);
    // Not its words: on some platforms this stands in a message.
    return closeWith('Saved', await whenWords(saved, about, work));
  },
};

function closedWords({ change, sessions }: About, work: ActorWork): string | undefined {
  if (change === undefined || isEditable(change, sessions, work.now)) return undefined;
  return change.withdrawnAt === null
    ? 'A session that it holds for has begun, so its words stay as they were. Type change to stop doing it, or to add another.'
    : 'You have taken this back. Type change to add another.';
}

type Made = Omit<PracticeChange, 'id' | 'madeAt'>;

function changeOf(about: About, answers: Answers, work: ActorWork): Made | { readonly problems: readonly Problem[] } {
  const { values } = answers;
  const chosen = manyOf(values, 'cites');
  const cited = offeredIn(about).filter((c) => chosen.includes(c.citation));
  if (cited.length < chosen.length || cited.length === 0)
    return { problems: [{ at: 'cites', say: 'What you chose is not here to read any more. Choose again.' }] };
  const whose = new Set(cited.flatMap((c) => (c.source === 'mentee' && c.mentorship !== null ? [c.mentorship] : [])));
  if (whose.size > 1)
    return { problems: [{ at: 'cites', say: 'These are answers of two mentees. Make a change for each of them.' }] };
  const from = textOf(values, 'from');
  const session = from === now ? undefined : toBeginWith(about, work).find((s) => s.id === (from as SessionId));
  if (from !== now && session === undefined)
    return { problems: [{ at: 'from', say: 'That session is not to come any more. Choose another.' }] };
  const [mentorship = null] = whose;
  return {
    programme: work.programme.id,
    portfolio: about.portfolio.id,
    mentor: about.portfolio.mentor,
    mentorship,
    said: clean(textOf(values, 'said')),
    what: cleanLine(textOf(values, 'what')),
    cites: cited.map((c) => c.citation),
    from: session?.startsAt ?? about.change?.madeAt ?? work.now,
    fromSession: session?.id ?? null,
    withdrawnAt: null,
    since: about.change?.since ?? [],
  };
}

/** From when it holds, and how its mentee hears of it. */
async function whenWords(c: PracticeChange, about: About, work: ActorWork): Promise<Text> {
  const mentee = about.mentorships.find((m) => m.id === c.mentorship);
  const begins = c.fromSession === null ? literal('It holds from now on') : say`It holds from ${moment(c.from)} on`;
  if (mentee === undefined) return say`${begins}, and stands in your plans.`;
  const told = toldWhen(c, about.sessions, work);
  return told === undefined
    ? say`${begins}. ${mention(mentee.mentee)} reads of it with the next plan that you send them.`
    : say`${begins}. ${mention(mentee.mentee)} reads of it with the plan for ${moment(told.startsAt)}.`;
}

/** @throws Refused where there is no such change, or it is somebody else's */
export async function ownChange(id: string, work: ActorWork): Promise<PracticeChange> {
  const found = await work.rows.changes.get(id as ChangeId);
  if (found === undefined)
    throw new Refused('no-such-change', 'That change is no longer here. Type change to see what is.');
  demand('change.make', work, { mentor: found.mentor });
  return found;
}
