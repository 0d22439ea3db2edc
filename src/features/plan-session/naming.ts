import { answers, button, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { nameIn } from '../../commands/person.js';
import { understandPlanWords } from '../../commands/when.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import type { Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { escaped } from '../../kernel/escaped.js';
import type { MentorshipId, PersonId } from '../../kernel/ids.js';
import { listInWords, shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, Command } from '../feature.js';
import { mayActor } from '../shared/guards.js';
import { whoIsNamed } from '../shared/named.js';
import { askWhich, toldApart } from '../shared/told-apart.js';
import { templatesSubject } from './subjects.js';
import { keepTyped } from './typed-words.js';

/** Whom typed words are about. Nothing is done with somebody's session because another's name was not understood. */

interface Who {
  readonly people: readonly PersonId[];
  readonly rest: string;
}

/** At most so many sessions or people are offered by button. */
const mostOffered = 8;

/** What is to be done with whoever a name turns out to mean; where several have it, each is offered by a button. */
interface Meaning {
  /** Those whom the actor works with: a name that only one of them has is theirs, whoever else has it. */
  readonly mine: ReadonlySet<PersonId>;
  readonly which: (people: readonly Person[], before: readonly PersonId[], rest: string) => Promise<Reply>;
}

/** Of several who have the name, the one whom the actor works with, if that is one; else those of them, or all. */
function meant(people: readonly Person[], { mine }: Meaning): readonly Person[] {
  const own = people.filter((p) => mine.has(p.id));
  return own.length > 0 ? own : people;
}

/** The people named with an @, each resolved; a reply where one is unknown or ambiguous. */
async function named(command: Command, meaning: Meaning, work: ActorWork): Promise<Who | Reply> {
  const all = [...(await work.people()).values()];
  const people: PersonId[] = [];
  let rest = command.rest;
  for (;;) {
    const next = await whoIsNamed(rest, command, all, work);
    if (next.kind === 'reply') return next.reply;
    if (next.kind === 'nobody') return withQuoted({ people, rest }, all, meaning);
    if (next.kind === 'unknown')
      return replyWith(
        'Who?',
        `I know nobody called “${shorten(next.name, 40)}” here. Check the spelling, or type start and their name to begin.`,
      );
    rest = next.rest;
    const those = next.kind === 'several' ? meant(next.people, meaning) : [next.person];
    const [one] = those;
    if (one === undefined || those.length > 1) return meaning.which(those, people, rest);
    if (!people.includes(one.id)) people.push(one.id);
  }
}

const inQuotes = /["“”«]\s*([^"“”«»]*[^"“”«»\s])\s*["“”»]/gu;

/** And those named in quotes, as `start` takes somebody without an account. What names nobody in quotes is a title. */
async function withQuoted({ people, rest }: Who, all: readonly Person[], meaning: Meaning): Promise<Who | Reply> {
  for (const [quoted, name = ''] of rest.matchAll(inQuotes)) {
    const found = nameIn(name, all);
    const [first] = found?.people ?? [];
    // Beside an @ only a whole name is one: "Sam" may be what the session is about.
    if (found?.typed !== name || first === undefined || (people.length > 0 && first.name.length !== name.length))
      continue;
    const left = rest.replace(quoted, ' ').replace(/\s+/g, ' ').trim();
    const those = meant(found.people, meaning);
    const [one] = those;
    if (one === undefined || those.length > 1) return meaning.which(those, people, left);
    return withQuoted({ people: people.includes(one.id) ? people : [...people, one.id], rest: left }, all, meaning);
  }
  return { people, rest };
}

const readIn = (words: string, work: ActorWork): ReturnType<typeof understandPlanWords> =>
  understandPlanWords(words, { now: work.now, zone: work.actor.zone, locale: work.actor.locale });

/** The words without this name, and without what leads to it. */
function withoutName(words: string, typed: string): string {
  const name = typed.split(' ').map(escaped);
  const found = new RegExp(
    `(?:(?<![\\p{L}\\p{N}])(?:with|and|&)\\s+|,\\s*)?(?<![\\p{L}\\p{N}])${name.join('\\s+')}(?:['’]s)?(?![\\p{L}\\p{N}])[,:;]?`,
    'iu',
  ).exec(words);
  if (found === null) return words;
  return `${words.slice(0, found.index).trim()} ${words.slice(found.index + found[0].length).trim()}`.trim();
}

/**
 * With whom to plan: those with an @, or one's own mentees named without it where the title would begin ("plan leo
 * tomorrow 3pm"). A title that begins with the name of somebody else asks.
 */
export async function whomToPlanWith(
  command: Command,
  mine: readonly Mentorship[],
  work: ActorWork,
): Promise<(Who & { readonly ask: boolean }) | Reply> {
  const meaning: Meaning = {
    mine: new Set(mine.map((m) => m.mentee)),
    which: (people, before, rest) => whichMentee(people, before, rest, mine, work),
  };
  const who = await named(command, meaning, work);
  if ('kind' in who || who.people.length > 0) return 'kind' in who ? who : { ...who, ask: false };
  const all = [...(await work.people()).values()];
  const mentees = all.filter((p) => mine.some((m) => m.mentee === p.id));
  const people: PersonId[] = [];
  let { rest } = who;
  for (;;) {
    // A day or a month is a time first: "May" is a name only where it is left over.
    const found = nameIn(readIn(rest, work).title, mentees);
    const [one] = found?.people ?? [];
    if (found === undefined || one === undefined || people.includes(one.id)) break;
    if (found.people.length > 1) return meaning.which(found.people, people, withoutName(rest, found.typed));
    const left = withoutName(rest, found.typed);
    if (left === rest) break;
    people.push(one.id);
    rest = left;
  }
  const others = all.filter((p) => p.id !== work.actor.id && !mentees.includes(p));
  const another = people.length === 0 ? nameIn(readIn(rest, work).title, others) : undefined;
  return { people, rest: another === undefined ? rest : withoutName(rest, another.typed), ask: another !== undefined };
}

/** Each of several by a button that goes on with them, beside those named before; with whom there is nothing yet, to begin. */
async function whichMentee(
  people: readonly Person[],
  before: readonly PersonId[],
  rest: string,
  mine: readonly Mentorship[],
  work: ActorWork,
): Promise<Reply> {
  const with_ = (id: PersonId): MentorshipId | undefined => mine.find((m) => m.mentee === id)?.id;
  const others = before.flatMap((id) => with_(id) ?? []);
  const along = await keepTyped(work, rest);
  return askWhich(people, work, {
    button(p, label) {
      const own = with_(p.id);
      return own === undefined
        ? button(label, 'mentorship.start', p.id)
        : button(label, 'plan.new', templatesSubject.write({ mentorships: [...others, own] }), along);
    },
  });
}

/** What may stand beside a name or a time and says nothing of whom. */
const filler =
  /(?<![\p{L}\p{N}])(?:to|it|please|pls|thanks|thank you|the|this|our|my|next|session|meeting|instead|with|for|at|on|from|until)(?![\p{L}\p{N}])|[^\p{L}\p{N}]/giu;
const saysNothing = (words: string): boolean => words.replace(filler, '') === '';

const othersIn = (s: Session, work: ActorWork): readonly PersonId[] =>
  [s.mentor, ...s.attendees.map((a) => a.mentee)].filter((id) => id !== work.actor.id);

/** The planned session that is meant, and the words that are left; a question, or a sentence where there is none. */
export async function sessionMeant(
  command: Command,
  work: ActorWork,
  doing: 'move' | 'cancel',
): Promise<{ readonly session: Session; readonly rest: string } | Reply> {
  const planned = (await work.rows.sessions.nextOf(work.actor.id, work.now - day, 20)).filter(
    (s) => s.state === 'planned',
  );
  // One that has begun is not cancelled any more: it is taken only where no other is meant.
  const coming = planned.filter((s) => doing === 'move' || s.startsAt > work.now);
  const next = coming.length > 0 ? coming : planned;
  const around = new Set(next.flatMap((s) => othersIn(s, work)));
  const which: Meaning['which'] = (those, _before, words) => {
    const with_ = next.filter((s) => those.some((p) => othersIn(s, work).includes(p.id)));
    return with_.length > 0
      ? whichSession(with_, doing, { unknown: false, words }, work)
      : Promise.resolve(replyWith('Nothing planned', `There is no planned session with any of them to ${doing}.`));
  };
  const who = await named(command, { mine: around, which }, work);
  if ('kind' in who) return who;
  let { people, rest } = who;
  const left = (): string => (doing === 'cancel' ? rest : readIn(rest, work).title);
  if (people.length === 0 && !saysNothing(left())) {
    const all = await work.people();
    const near = [...around].flatMap((id) => all.get(id) ?? []);
    const everyone = [...all.values()].filter((p) => p.id !== work.actor.id);
    const found = nameIn(left(), near, true) ?? nameIn(left(), everyone, true);
    if (found !== undefined && found.people.length > 1)
      return which(found.people, people, withoutName(rest, found.typed));
    if (found !== undefined) {
      people = found.people.map((p) => p.id);
      rest = withoutName(rest, found.typed);
    } else if (next.length > 0) return whichSession(next, doing, { unknown: true, words: rest }, work);
  }
  const theirs = next.filter((s) => people.every((p) => othersIn(s, work).includes(p)));
  const [session] = theirs;
  if (session === undefined)
    return replyWith(
      'Nothing planned',
      people.length === 0
        ? `There is no planned session to ${doing}. Type sessions to see what is coming.`
        : say`There is no planned session with ${whomMeant(people, work)} to ${doing}. Type sessions to see what is coming.`,
    );
  const groups = new Set(theirs.map((s) => [...othersIn(s, work)].sort().join()));
  const unsaid = people.length === 0 ? groups.size > 1 : doing === 'cancel' && theirs.length > 1 && !saysNothing(rest);
  return unsaid ? whichSession(theirs, doing, { unknown: false, words: rest }, work) : { session, rest };
}

/**
 * Those whom typed words meant. To whoever may bring nobody in they are "them": by the beginnings of names a mentee would
 * read those of all others here.
 */
const whomMeant = (people: readonly PersonId[], work: ActorWork): Text =>
  mayActor('person.meet', work)
    ? { parts: people.flatMap((p, i) => [i === 0 ? '' : ' and ', mention(p)]) }
    : literal('them');

async function whichSession(
  of: readonly Session[],
  doing: 'move' | 'cancel',
  { unknown, words }: { readonly unknown: boolean; readonly words: string },
  work: ActorWork,
): Promise<Reply> {
  const everyone = await work.people();
  const people = await toldApart(
    [...new Set(of.flatMap((s) => othersIn(s, work)))].flatMap((id) => everyone.get(id) ?? []),
    work,
  );
  const along = doing === 'move' ? await keepTyped(work, words) : {};
  const { zone, locale } = work.actor;
  const line = literal(
    unknown
      ? `I did not understand whom you mean. Choose the session to ${doing}:`
      : `Several are planned. Choose the session to ${doing}:`,
  );
  return {
    kind: 'say',
    card: {
      title: unknown ? 'Whom do you mean?' : 'Which session?',
      summary: line,
      blocks: [
        text(line),
        answers(
          ...of
            .slice(0, mostOffered)
            .map((s) =>
              button(
                shorten(
                  `${showMoment(s.startsAt, zone, locale)}, ${listInWords(othersIn(s, work).map((id) => people.get(id) ?? 'someone'))}`,
                  70,
                ),
                doing === 'move' ? 'plan.change' : 'session.cancel',
                s.id,
                along,
              ),
            ),
        ),
      ],
    },
  };
}
