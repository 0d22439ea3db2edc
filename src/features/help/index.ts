import { button, buttons, type Card, concernButton, list, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, say, strong, type Text } from '../../chat/text.js';
import { grammar, type Word } from '../../commands/grammar.js';
import { isAllocatedAs } from '../../domain/allocation.js';
import { isCoordinated, type Person } from '../../domain/programme.js';
import { roleWordOf } from '../../domain/role-words.js';
import { namedSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import { listInWords } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, ConcernContacts, Face, FeatureOf } from '../feature.js';
import { whomToTellLine } from '../shared/whom-to-tell.js';
import { missedWelcomeSubject } from './subjects.js';

/** While nobody coordinates: who begins, and how they find out. */
const whoBegins = 'Nobody has set this up yet. Whoever installed me does that: send me setup, and I say how.';

/**
 * Help, drawn from the grammar: the words that are switched on, and of those the ones for this person.
 * @param foot whom to call and to tell: where the platform says that the bot was installed, this is the welcome
 * @param begins whether the programme has not been set up to its end
 */
export function helpCard(person: Pick<Person, 'roles'>, words: readonly Word[], foot: Text, begins = false): Card {
  const coordinator = person.roles.includes('coordinator');
  const mentor = person.roles.includes('mentor') || coordinator;
  const menteeAlone = person.roles.length > 0 && person.roles.every((r) => r === 'mentee');
  const does = (w: Word): string => (menteeAlone ? (w.forMentee ?? w.does) : w.does);
  const evidence = mentor || person.roles.some(isAllocatedAs);
  const theirs = { everyone: true, mentor, coordinator, evidence } as const;
  const mine = words.filter((w) => theirs[w.for]);
  const line = literal(
    mentor
      ? 'I keep formal mentoring on the record: plan a session, write what happened, and the hours and feedback add up.'
      : person.roles.includes('mentee') || person.roles.length === 0
        ? 'I help you and your mentor keep track of your sessions.'
        : 'I keep formal mentoring on the record. Here is what you can read and set.',
  );
  return {
    title: 'What you can type',
    summary: line,
    blocks: [
      text(line),
      list(
        mine.map(
          (w): Text =>
            say`${strong(w.takes === undefined ? w.word : `${w.word} ${w.takes}`)}: ${does(w)}${w.example === undefined ? '' : ` For example: ${w.example}`}`,
        ),
      ),
      muted(
        literal('What you write in forms is kept here, not in messages. Only you, and those each form names, read it.'),
      ),
      muted(foot),
      buttons(
        begins && coordinator ? button('Set up', 'programme.setup', '-', { style: 'main' }) : null,
        button('What waits for me', 'home.open', '-', begins && coordinator ? {} : { style: 'main' }),
        person.roles.includes('mentee') ? button('I’d like somebody else', 'mentee.somebody-else', '-') : null,
        concernButton(mentor ? 'mentor' : 'mentee'),
      ),
    ],
  };
}

/** Help where nobody coordinates yet: no word of the list does anything for anybody before. */
const beforeSetUp = (foot: Text): Card => ({
  title: 'Not set up yet',
  summary: literal('I keep formal mentoring on the record, once somebody has set me up.'),
  blocks: [
    text(literal('I keep formal mentoring on the record, once somebody has set me up.')),
    text(literal(whoBegins)),
    muted(foot),
    buttons(concernButton()),
  ],
});

/** Whom to call and to tell. In a channel it may be posted for all to read. */
const footOf = (work: ActorWork): Text =>
  whomToTellLine(work.parts.contactsOf(work.programme), work.surface.scope === 'direct' ? 'with-lead' : 'nobody-named');

/** Said once, to whoever was not met before: what this is, where what they write stays, and what comes next. */
const welcome: Face = {
  called: 'a welcome',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const { programme, reader } = d;
    if (reader === null) return null;
    const by = namedSubject.read(d.subject)?.by;
    if (by !== undefined) return namedWelcome(reader, by, programme.name, d.parts.contactsOf(programme));
    const line = literal('I help a mentor and a mentee keep track of their sessions.');
    const coordinates = reader.roles.includes('coordinator');
    const next = coordinates
      ? 'To begin: the safeguarding lead first, then the programme.'
      : isCoordinated((await d.people()).values())
        ? 'Your coordinator says who mentors whom. Type help to see what you can do.'
        : whoBegins;
    const roles = listInWords(reader.roles.map((r) => roleWordOf(r, reader.stakeholderAs).toLowerCase()));
    return {
      title: 'Welcome to Mentorlog',
      summary: line,
      blocks: [
        text(line),
        // Whoever is met and has a role already was named by somebody: they can say if it is not them.
        ...(reader.roles.length === 0
          ? []
          : [text(literal(`You are here as ${reader.name}: ${roles}. Tell your coordinator if that is not you.`))]),
        text(literal(next)),
        muted(literal('What you write in forms is kept here, not in messages. Each form names who reads it.')),
        text(whomToTellLine(d.parts.contactsOf(programme), 'with-lead')),
        buttons(
          coordinates
            ? button('Set up', 'programme.setup', '-', { style: 'main' })
            : button('What waits for me', 'home.open', '-', { style: 'main' }),
          concernButton(),
        ),
      ],
    };
  },
};

/** To somebody whom another named by a mention: who, as what, and what this is. They are asked for nothing. */
function namedWelcome(reader: Person, by: PersonId, programme: string, contacts: ConcernContacts): Card {
  const roles = listInWords(reader.roles.map((r) => roleWordOf(r, reader.stakeholderAs).toLowerCase()));
  const line =
    roles === ''
      ? say`${mention(by)} named you in “${programme}”.`
      : say`${mention(by)} named you as ${roles} in “${programme}”.`;
  return {
    title: 'Welcome to Mentorlog',
    summary: line,
    blocks: [
      text(line),
      text(literal('I help a mentor and a mentee keep track of their sessions.')),
      text(literal(`There is nothing you have to do. ${afterNaming(reader)}`)),
      muted(say`If this is not for you, tell ${mention(by)}.`),
      text(whomToTellLine(contacts, 'with-lead')),
      buttons(
        button('What waits for me', 'home.open', '-', { style: 'main' }),
        concernButton(reader.roles.includes('mentor') ? 'mentor' : 'mentee'),
      ),
    ],
  };
}

/**
 * Nothing in what was typed is known. It may have been anything, so that this claims to have understood none of it, and
 * whom to tell is one press away. `near`: the one word that it may be a slip of; empty where there is none.
 */
function notUnderstood(near: string): Card {
  const line = literal('I did not understand that, and I have kept none of it.');
  return {
    title: 'Not understood',
    summary: line,
    blocks: [
      text(line),
      ...(near === '' ? [] : [text(literal(`If you meant “${near}”, type ${near}.`))]),
      buttons(button('What can I ask?', 'help.open', '-'), concernButton()),
    ],
  };
}

/** What comes next for whoever was named. */
function afterNaming({ roles }: Pick<Person, 'roles'>): string {
  if (roles.includes('mentor')) return 'When you want to begin with somebody, type start and their name here.';
  if (roles.includes('mentee')) return 'If somebody would like to mentor you, you are asked first. You can say no.';
  return 'Type help to see what you can do here.';
}

/** What people type to whoever did something for them, the bot too: "thanks!", "ok thank you 👍". No command begins so. */
const thanks =
  /^(?:(?:ok(?:ay)?|great|perfect|brilliant|lovely|many|no)[\s,!.]+)*(?:thanks?(?:[\s-]you)?|thx|ta|cheers|thank\su)(?:\s(?:so|very)\smuch|\sa\slot|\sagain)?[\s\p{P}\p{S}\p{M}]*$/iu;

declare module '../../kernel/names.js' {
  interface Capabilities {
    help: {
      command: 'help';
      verb: 'help.open';
      face: 'welcome';
    };
  }
}

/** @param known which words' features are there: help names no others. */
export const helpFeature = (known: (word: string) => boolean): FeatureOf<'help'> => {
  const helpFor = async (work: ActorWork): Promise<Reply> => ({
    kind: 'say',
    card: isCoordinated((await work.people()).values())
      ? helpCard(
          work.actor,
          grammar.filter((w) => known(w.word)),
          footOf(work),
          work.programme.settings.safeguarding.lead === undefined,
        )
      : beforeSetUp(footOf(work)),
  });
  const help: CommandHandler = async (_command, work) => helpFor(work);
  return {
    name: 'help',
    reads: (typed) =>
      thanks.test(typed)
        ? async () => ({ kind: 'say', card: sentence('You’re welcome', 'Type home to see what waits for you.') })
        : undefined,
    commands: { help },
    unasked: {
      installed: help,
      nothing: help,
      unknown: async ({ rest }) => ({ kind: 'say', card: notUnderstood(rest) }),
    },
    presses: { 'help.open': async (_press, work) => helpFor(work) },
    // Where the platform tells of an installation, that is answered with help; elsewhere a welcome is its own message.
    async newcomer({ person, canBeGreeted }, work) {
      if (canBeGreeted) work.show('welcome', person, { person });
    },
    missed({ event, person, key }, work) {
      if (event.kind !== 'installed') return false;
      work.show('welcome', missedWelcomeSubject.write({ person, miss: key }), { person });
      return true;
    },
    faces: { welcome },
  };
};
