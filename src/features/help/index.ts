import { button, buttons, type Card, list, muted, sentence, text } from '../../chat/card.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import { grammar, type Word } from '../../commands/grammar.js';
import type { Person } from '../../domain/programme.js';
import { roleWordOf } from '../../domain/role-words.js';
import { listInWords } from '../../kernel/words.js';
import type { CommandHandler, Face, FeatureOf } from '../feature.js';
import { missedWelcomeSubject } from './subjects.js';

/** Help, drawn from the grammar: the words that are switched on, and of those the ones for this person. */
export function helpCard(person: Pick<Person, 'roles'>, words: readonly Word[]): Card {
  const coordinator = person.roles.includes('coordinator');
  const mentor = person.roles.includes('mentor') || coordinator;
  const mine = words.filter((w) => w.for === 'everyone' || (w.for === 'mentor' ? mentor : coordinator));
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
            say`${strong(w.takes === undefined ? w.word : `${w.word} ${w.takes}`)}: ${w.does}${w.example === undefined ? '' : ` For example: ${w.example}`}`,
        ),
      ),
      muted(
        literal('What you write in forms is kept here, not in messages. Only you, and those each form names, read it.'),
      ),
      buttons(
        button('What waits for me', 'home.open', '-', { style: 'main' }),
        person.roles.includes('mentee') ? button('I’d like somebody else', 'mentee.somebody-else', '-') : null,
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
  async draw({ reader }) {
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
        buttons(
          button('What waits for me', 'home.open', '-', { style: 'main' }),
          button('Worried about someone?', 'concern.open', '-'),
        ),
      ],
    };
  },
};

/** What people type to whoever did something for them, the bot too: "thanks!", "ok thank you 👍". No command begins so. */
const thanks =
  /^(?:(?:ok(?:ay)?|great|perfect|brilliant|lovely|many|no)[\s,!.]+)*(?:thanks?(?:[\s-]you)?|thx|ta|cheers|thank\su)(?:\s(?:so|very)\smuch|\sa\slot|\sagain)?[\s\p{P}\p{S}\p{M}]*$/iu;

declare module '../../kernel/names.js' {
  interface Capabilities {
    help: {
      command: 'help';
      face: 'welcome';
    };
  }
}

/** @param known which words' features are there: help names no others. */
export const helpFeature = (known: (word: string) => boolean): FeatureOf<'help'> => {
  const help: CommandHandler = async (_command, work) => ({
    kind: 'say',
    card: helpCard(
      work.actor,
      grammar.filter((w) => known(w.word)),
    ),
  });
  return {
    name: 'help',
    reads: (typed) =>
      thanks.test(typed)
        ? async () => ({ kind: 'say', card: sentence('You’re welcome', 'Type home to see what waits for you.') })
        : undefined,
    commands: { help },
    unasked: { installed: help, nothing: help },
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
