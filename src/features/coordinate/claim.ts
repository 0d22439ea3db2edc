import { button, buttons, type Card, sentence, text } from '../../chat/card.js';
import type { Account, Reply } from '../../chat/inbound.js';
import { literal } from '../../chat/text.js';
import { standingOf } from '../../domain/access-link.js';
import { allocatedAs } from '../../domain/allocation.js';
import { isCoordinated, type Person, passedOn, type Role } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { hashOfToken } from '../../kernel/token.js';
import type { Across, ActorWork } from '../feature.js';
import { endAllocationsOf } from '../shared/allocating.js';
import { readersChanged } from '../shared/asked-after.js';
import { countTry, mustWait } from '../shared/wrong-codes.js';

/** One more wrong code from this account; said, not refused, so that it stays counted. */
async function wrong(account: Account, work: ActorWork): Promise<Reply> {
  await countTry(work.rows, account, work.now);
  work.audit('account.code-wrong', work.actor.id);
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
  rest: string,
  work: ActorWork,
  { tx, account, firstCode }: Pick<Across, 'tx' | 'account' | 'firstCode'>,
): Promise<Reply | undefined> {
  // A coordinator who types more than the word wants the form, unless it looks like a code.
  if (rest === '' || (work.actor.roles.includes('coordinator') && !/^[0-9a-z]{16}$/i.test(rest))) return undefined;
  if (await mustWait(work.rows, account, work.now))
    throw new Refused('code-tries', 'That were too many wrong codes. Wait an hour, then send the right one.');
  const first = await firstCode(rest);
  if (first !== undefined) return becomeFirst(first, work);
  return joinProgramme(rest, work, { tx, account });
}

async function becomeFirst(first: { use(): Promise<void> }, work: ActorWork): Promise<Reply> {
  if (isCoordinated((await work.people()).values()))
    throw new Refused('coordinator-there', 'This programme has a coordinator already. Ask them to add you.');
  await work.rows.people.save({ ...work.actor, roles: [...work.actor.roles, 'coordinator'] });
  await first.use();
  await readersChanged(work);
  work.audit('programme.first-coordinator', work.actor.id);
  return {
    kind: 'say',
    card: nowSetUp('You are the coordinator', 'Next, set it up: first the safeguarding lead, then the programme.'),
  };
}

/**
 * Into another programme: with the whole workspace and whoever said hello there, where nobody coordinates it and nothing
 * has begun; alone otherwise, so that several programmes can share a workspace. Whoever takes part already stays where
 * they are.
 */
async function joinProgramme(
  rest: string,
  work: ActorWork,
  { tx, account }: Pick<Across, 'tx' | 'account'>,
): Promise<Reply> {
  const code = await tx.accessLinks.find(hashOfToken(rest.trim().toLowerCase()));
  if (code?.purpose !== 'join' || standingOf(code, work.now) !== 'open') return wrong(account, work);
  if (code.programme === work.programme.id)
    throw new Refused('same-programme', 'You are in that programme already. The code is for another workspace.');
  const { actor } = work;
  const involved = (await work.rows.mentorships.of(actor.id)).length > 0;
  const everyone = [...(await work.people()).values()];
  const others = everyone.filter((p) => p.id !== actor.id);
  const unbegun = !isCoordinated(everyone) && (await work.rows.mentorships.all()).length === 0;
  const whole = others.length === 0 || unbegun;
  if (involved || (actor.roles.length > 0 && !whole))
    throw new Refused(
      'takes-part',
      'You take part in a programme here already. Ask its coordinator to take your roles first, then send the code again.',
    );
  const target = tx.in(code.programme);
  // A programme that was made beside another has nobody yet: its code is for its first coordinator.
  const coordinated = isCoordinated(await target.people.all());
  const moves = async (person: Person, roles: readonly Role[]): Promise<PersonId> => {
    const id = work.ids.next<'person'>('person');
    const accounts = person.accounts.map((a) => (a.platform === 'link' ? { ...a, user: id } : a));
    await work.rows.people.save(passedOn(person, work.now));
    await endAllocationsOf(person.id, allocatedAs, work);
    await target.people.save({ ...person, id, programme: code.programme, roles, accounts, createdAt: work.now });
    return id;
  };
  const id = await moves(actor, coordinated ? [] : ['coordinator']);
  // Roles that somebody has where nobody coordinates, no coordinator gave.
  if (whole) for (const other of others) await moves(other, []);
  // The workspaces of the programme that is left: one that shares its workspace with another has none to bring.
  const places = whole ? (await work.rows.programme.installations()).filter((i) => i.removedAt === null) : [];
  for (const { platform, tenant } of places) await tx.programmes.install(platform, tenant, code.programme, work.now);
  await target.accessLinks.settle(code.id, 'used', work.now);
  const brings = places.length > 0;
  await target.audit.add({
    chain: code.programme,
    at: work.now,
    actor: id,
    what: brings ? 'installation.joined' : 'person.joined-programme',
    subject: id,
    facts: {
      platform: account.platform,
      ...(whole ? { people: others.length + 1 } : {}),
      ...(coordinated ? {} : { role: 'coordinator' }),
    },
  });
  work.audit('person.left-programme', actor.id);
  const name = (await target.programme.get()).name;
  const where = brings
    ? `This workspace belongs to ${name} now. Everybody who writes to me here joins it.`
    : `You belong to ${name} now.`;
  return {
    kind: 'say',
    card: coordinated
      ? sentence(
          'Joined',
          where,
          'Its coordinator gives you a role with people. If you are there under another account, type link there.',
        )
      : nowSetUp(
          'Joined',
          where,
          'You coordinate it. Next, set it up: first the safeguarding lead, then the programme.',
        ),
  };
}

/** To a programme's first coordinator: what comes next, by its button. */
function nowSetUp(title: string, ...lines: readonly string[]): Card {
  return {
    title,
    summary: literal(lines[0] ?? title),
    blocks: [
      ...lines.map((line) => text(literal(line))),
      buttons(button('Set up', 'programme.setup', '-', { style: 'main' })),
    ],
  };
}

/** `setup` alone, where nobody coordinates: to whoever installed it, where the code is. */
export function whereTheCodeIs(): Reply {
  return {
    kind: 'say',
    card: sentence(
      'Not set up yet',
      'Nobody coordinates this yet. Send me setup and the code, for example: setup abcd1234efgh5678.',
      'The code was printed where the program started, in its log. If it is gone, start the program again: each start prints one.',
      'If FIRST_COORDINATOR was set there, no code is needed: whoever it names says hello to me.',
    ),
  };
}
