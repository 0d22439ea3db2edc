import { button, buttons, type Card, list, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import { grammar, type Word } from '../../commands/grammar.js';
import type { Person } from '../../domain/programme.js';
import { roleWordOf } from '../../domain/role-words.js';
import { listInWords } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Face, FeatureOf } from '../feature.js';
import { contactsOf, whomToTellLine } from '../shared/whom-to-tell.js';
import { missedWelcomeSubject } from './subjects.js';

/**
 * Help, drawn from the grammar: the words that are switched on, and of those the ones for this person.
 * @param foot whom to call and to tell: where the platform says that the bot was installed, this is the welcome
 */
export function helpCard(person: Pick<Person, 'roles'>, words: readonly Word[], foot: Text): Card {
  const coordinator = person.roles.includes('coordinator');
  const mentor = person.roles.includes('mentor') || coordinator;
  const mine = words.filter((w) => w.for === 'everyone' || (w.for === 'mentor' ? mentor : coordinator));
  const line = literal(
    mentor
      ? 'I keep formal mentoring on the record: plan a session, write what happened, and the hours and feedback add up.'
      : 'I help you and your mentor keep track of your sessions.',
  );
  return {
    title: 'What you can type',
    summary: line,
    blocks: [
      text(line),
      list(
        mine.map(
          (w): Text =>
            say`${strong(w.takes === undefined ? w.word : `${w.word} ${w.takes}`)}: ${w.does}${w.example === undefined ? '' : ` For example: ${w.example}`}`,
        ),
      ),
      muted(
        literal('What you write in forms is kept here, not in messages. Only you, and those each form names, read it.'),
      ),
      muted(foot),
      buttons(
        button('What waits for me', 'home.open', '-', { style: 'main' }),
        button('Worried about someone?', 'concern.open', '-', { arg: mentor ? 'mentor' : 'mentee' }),
      ),
    ],
  };
}

/** Said once, to whoever was not met before: what this is, where what they write stays, and what comes next. */
const welcome: Face = {
  called: 'a welcome',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw({ reader, programme }) {
    if (reader === null) return null;

    const line = literal('I help a mentor and a mentee keep track of their sessions.');
    const next = reader.roles.includes('coordinator')
      ? 'Type setup to begin: the safeguarding lead first, then the programme.'
      : 'Your coordinator says who mentors whom. Type help to see what you can do.';
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
        text(whomToTellLine(contactsOf(programme), 'with-lead')),
        buttons(
          button('What waits for me', 'home.open', '-', { style: 'main' }),
          button('Worried about someone?', 'concern.open', '-'),
        ),
      ],
    };
  },
};

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
      buttons(button('What can I ask?', 'help.open', '-'), button('Worried about someone?', 'concern.open', '-')),
    ],
  };
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
  const helpFor = (work: ActorWork): Reply => ({
    kind: 'say',
    card: helpCard(
      work.actor,
      grammar.filter((w) => known(w.word)),
      // In a channel it may be posted for all to read.
      whomToTellLine(contactsOf(work.programme), work.surface.scope === 'direct' ? 'with-lead' : 'nobody-named'),
    ),
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
