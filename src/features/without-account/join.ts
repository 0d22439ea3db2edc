import { z } from 'zod';
import { button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, say } from '../../chat/text.js';
import { quotedIn, sameName } from '../../commands/names.js';
import { emailsOf, emailsTogether } from '../../domain/identity-match.js';
import { keptValue, ofPerson, personId } from '../../domain/kept.js';
import { isLive } from '../../domain/mentorship.js';
import { formerNames, hasAccount, namesOf, type Person, passedOn } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Face, PressHandler, Work } from '../feature.js';
import { moveAllocations } from '../shared/allocating.js';
import { demand } from '../shared/guards.js';
import { whoIsNamed } from '../shared/named.js';

/**
 * Somebody without an account has one now: `join @account "NAME"`. The mentor (or the coordinator) says who it is, the
 * person says yes, and both become one. Nothing moves on one side's word alone.
 */

/** How long the question stands. */
const askedFor = 7 * day;

/** What a newer account's person is asked. */
export const joinAsked = keptValue({
  name: 'join',
  per: [ofPerson],
  schema: z.object({
    older: personId,
    /** Who says so; null: the coordinator's import. */
    by: personId.nullable(),
    until: z.number(),
  }),
  erasure: {
    of: 'person',
    does: 'forget',
    // Nobody can become who was erased. Who only said so is an id, and goes with the answer: that somebody may be
    // joined does not end with whoever knew them.
    without: (asked, erased) => (asked.older === erased.id ? undefined : asked),
  },
});
type Asked = NonNullable<ReturnType<(typeof joinAsked)['read']>>;

/** Asks the newer account whether it is the older person's. */
export async function askToJoin(older: PersonId, newer: PersonId, by: PersonId | null, work: Work): Promise<void> {
  const asked: Asked = { older, by, until: work.now + askedFor };
  await work.rows.kept.put(joinAsked, newer, asked);
  work.audit('person.join-asked', older, { account: newer });
  work.show('join-ask', newer, { person: newer }, { expiresAt: asked.until });
}

/** The people without an account whom the actor may speak for. */
async function theirs(work: ActorWork): Promise<readonly Person[]> {
  const without = [...(await work.people()).values()].filter((p) => !hasAccount(p));
  if (work.actor.roles.includes('coordinator')) return without;
  const mine = (await work.rows.mentorships.of(work.actor.id)).filter((m) => m.mentor === work.actor.id);
  return without.filter((p) => mine.some((m) => m.mentee === p.id && isLive(m)));
}

/** Somebody who takes part already is more than a new account of somebody else. */
async function takesPart(person: Person, work: ActorWork): Promise<boolean> {
  return person.roles.length > 0 || (await work.rows.mentorships.of(person.id)).length > 0;
}

export const joinCommand: CommandHandler = async (command, work): Promise<Reply> => {
  demand('person.join', work);
  const quoted = quotedIn(command.rest);
  const name = cleanLine(quoted?.name ?? '');
  const everyone = [...(await work.people()).values()];
  const named = name === '' ? [] : (await theirs(work)).filter((p) => sameName(name, p.name));
  const [older] = named;
  if (named.length > 1)
    return replyWith(
      'Whose account is it?',
      'Several people without an account have that name. Ask your coordinator to give them different names first.',
    );
  const who =
    older === undefined ? undefined : await whoIsNamed(quoted?.rest ?? '', command, everyone.filter(hasAccount), work);
  if (who?.kind === 'reply') return who.reply;
  if (who?.kind !== 'person' || older === undefined)
    return replyWith(
      'Whose account is it?',
      'Type join, the account, and in quotes the name you began with, for example: join @leo "Leo Brandt". Mention the account, or ask them to say hello to me first.',
    );
  const newer = who.person;
  if (newer.id === work.actor.id || (await takesPart(newer, work)))
    throw new Refused(
      'takes-part',
      'That account takes part here already, so it cannot become somebody else. Ask your coordinator.',
    );
  // The question itself tells somebody who never wrote who named them.
  if (newer.named !== undefined) await work.rows.people.save({ ...newer, named: { ...newer.named, told: true } });
  await askToJoin(older.id, newer.id, work.actor.id, work);
  const line = say`I have asked ${mention(newer.id)} whether that is them. Nothing is joined until they say yes.`;
  return replyWith('Asked', line);
};

async function askedOf(newer: PersonId, rows: ActorWork['rows'], now: number): Promise<Asked | undefined> {
  const kept = await rows.kept.get(joinAsked, newer);
  return kept !== undefined && kept.until > now ? kept : undefined;
}

/** To the new account: is that you? */
export const joinAsk: Face = {
  called: 'a question about an account',
  comes: 'from-somebody',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    if (d.reader?.id !== d.subject) return null;
    const asked = await askedOf(d.reader.id, d.rows, d.now);
    if (asked === undefined) return sentence('Answered', 'This question is answered. Thank you.');
    const them = mention(asked.older);
    const line =
      asked.by === null
        ? say`Your coordinator’s list says that you are ${them}, with an account now. Is that right?`
        : say`${mention(asked.by)} says that you are ${them}, with an account now. Is that right?`;
    return {
      title: 'Is this you?',
      summary: line,
      blocks: [
        text(line),
        muted(literal('If it is, you find here all that you signed and answered without an account.')),
        buttons(
          button('Yes, that’s me', 'join.yes', d.subject, { style: 'main' }),
          button('No, that’s not me', 'join.no', d.subject),
        ),
      ],
    };
  },
};

async function own(subject: string, work: ActorWork): Promise<Asked> {
  demand('person.confirm-join', work, { owner: subject as PersonId });
  const asked = await askedOf(work.actor.id, work.rows, work.now);
  if (asked === undefined)
    throw new Refused('not-asked', 'Nobody asks this any more. Your mentor can ask again. Nothing has changed.');
  return asked;
}

export const joinYes: PressHandler = async (press, work): Promise<Reply> => {
  const asked = await own(press.subject, work);
  const older = await work.rows.people.get(asked.older);
  if (older === undefined || older.erasedAt !== null || hasAccount(older) || (await takesPart(work.actor, work)))
    throw new Refused('cannot-join', 'That cannot be joined any more. Ask your coordinator. Nothing has changed.');
  const { actor } = work;
  await work.rows.people.save(passedOn(actor, work.now));
  await moveAllocations(work.rows, actor.id, older.id, work.ids, work.now);
  const { expected: _met, ...rest } = older;
  await work.rows.people.save({
    ...rest,
    // Others wrote of them by the name of their account, too.
    formerly: formerNames(older, older, namesOf(actor)),
    zone: actor.zone,
    locale: actor.locale,
    accounts: [...actor.accounts, ...older.accounts],
    emails: emailsTogether(emailsOf(actor), emailsOf(older)),
  });
  await work.rows.kept.forget(joinAsked, work.actor.id);
  for (const link of await work.rows.accessLinks.ofPerson(older.id))
    if (link.state === 'open') await work.rows.accessLinks.settle(link.id, 'void', work.now);
  work.audit('person.joined', older.id, { account: actor.id, saidBy: asked.by });
  const line = 'Thank you. This account is yours now. Type home to see what waits for you.';
  return replyWith('Joined', line);
};

export const joinNo: PressHandler = async (press, work): Promise<Reply> => {
  const asked = await own(press.subject, work);
  await work.rows.kept.forget(joinAsked, work.actor.id);
  work.audit('person.join-refused', asked.older, { account: work.actor.id });
  work.redraw(press.subject);
  return replyWith('Thank you', 'Thank you for saying so. Nothing was joined.');
};
