import { sentence } from '../chat/card.js';
import type { Account, Reply } from '../chat/inbound.js';
import { standingOf } from '../domain/link.js';
import { isCoordinated, passedOn } from '../domain/programme.js';
import type { ActorWork } from '../features/feature.js';
import { countTry, mustWait } from '../features/link/code.js';
import { Refused } from '../kernel/errors.js';
import { hashOfToken } from '../kernel/token.js';
import type { Transaction } from '../ports/store.js';

/** The code that was printed at the first start: whoever sends it becomes the first coordinator, once. */
export interface FirstCode {
  matches(given: string): boolean;
  use(): void;
}

/** One more wrong code from this account; said, not refused, so that it stays counted. */
async function wrong(account: Account, work: ActorWork): Promise<Reply> {
  await countTry(work.rows, account, work.now);
  work.note('account.code-wrong', work.actor.id);
  return {
    kind: 'say',
    card: sentence(
      'Not done',
      'That is not the code, or it has been used. The first one stands where the bot was started; others come from a coordinator.',
    ),
  };
}

/**
 * `setup CODE`: the first coordinator, where there is none yet; or into the programme whose coordinator gave the code
 * (`people code`). Undefined where there is no code to try.
 */
export async function claim(
  first: FirstCode | undefined,
  rest: string,
  account: Account,
  work: ActorWork,
  tx: Transaction,
): Promise<Reply | undefined> {
  // A coordinator who types more than the word wants the form, unless it looks like a code.
  if (rest === '' || (work.actor.roles.includes('coordinator') && !/^[0-9a-z]{16}$/i.test(rest))) return undefined;
  if (await mustWait(work.rows, account, work.now))
    throw new Refused('code-tries', 'That were too many wrong codes. Wait an hour, then send the right one.');
  if (first?.matches(rest) === true) return becomeFirst(first, work);
  return joinProgramme(rest, account, work, tx);
}

async function becomeFirst(first: FirstCode, work: ActorWork): Promise<Reply> {
  if (isCoordinated((await work.people()).values()))
    throw new Refused('coordinator-there', 'This programme has a coordinator already. Ask them to add you.');
  first.use();
  await work.rows.people.save({ ...work.actor, roles: [...work.actor.roles, 'coordinator'] });
  work.note('programme.first-coordinator', work.actor.id);
  return {
    kind: 'say',
    card: sentence('You are the coordinator', 'Now type setup: first the safeguarding lead, then the programme.'),
  };
}

/**
 * Into another programme: with the whole workspace, where nobody else has taken part in it; alone, where others have, so
 * that several programmes can share a workspace. Whoever takes part already stays where they are.
 */
async function joinProgramme(rest: string, account: Account, work: ActorWork, tx: Transaction): Promise<Reply> {
  const code = await tx.links.find(hashOfToken(rest.trim().toLowerCase()));
  if (code?.purpose !== 'join' || standingOf(code, work.now) !== 'open') return wrong(account, work);
  if (code.programme === work.programme.id)
    throw new Refused('same-programme', 'You are in that programme already. The code is for another workspace.');
  const { actor } = work;
  const involved = (await work.rows.mentorships.of(actor.id)).length > 0;
  const others = [...(await work.people()).values()].filter((p) => p.id !== actor.id);
  const alone = others.length === 0;
  if (involved || (actor.roles.length > 0 && !alone))
    throw new Refused(
      'takes-part',
      'You take part in a programme here already. Ask its coordinator to take your roles first, then send the code again.',
    );
  const target = tx.in(code.programme);
  // A programme that was made beside another has nobody yet: its code is for its first coordinator.
  const coordinated = isCoordinated(await target.people.all());
  await work.rows.people.save(passedOn(actor, work.now));
  const id = work.ids.next<'person'>('person');
  await target.people.save({
    ...actor,
    id,
    programme: code.programme,
    roles: coordinated ? [] : ['coordinator'],
    accounts: actor.accounts,
    createdAt: work.now,
  });
  if (alone) await tx.programmes.install(account.platform, account.tenant, code.programme, work.now);
  await target.links.settle(code.id, 'used', work.now);
  await target.audit.add({
    chain: code.programme,
    at: work.now,
    actor: id,
    what: alone ? 'installation.joined' : 'person.joined-programme',
    subject: id,
    facts: { platform: account.platform, ...(coordinated ? {} : { role: 'coordinator' }) },
  });
  work.note('person.left-programme', actor.id);
  const name = (await target.programme.get()).name;
  return {
    kind: 'say',
    card: sentence(
      'Joined',
      alone
        ? `This workspace belongs to ${name} now. Everybody who writes to me here joins it.`
        : `You belong to ${name} now.`,
      coordinated
        ? 'Its coordinator gives you a role with people. If you are there under another account, type link there.'
        : 'You coordinate it. Now type setup: first the safeguarding lead, then the programme.',
    ),
  };
}
