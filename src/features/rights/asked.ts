import type { Person } from '../../domain/programme.js';
import { hasAccount, isCoordinated } from '../../domain/programme.js';
import { isOpen, noWords, type RightsId, type RightsKind, type RightsRequest, rightsBy } from '../../domain/rights.js';
import { rightsSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { demand } from '../shared/guards.js';

/** What is asked of what is kept about somebody: by them, or for them by whoever coordinates. */

/** Of somebody who is here. @throws Refused `no-such-person` */
export async function personOf(id: string, work: ActorWork): Promise<Person> {
  const person = await work.rows.people.get(id as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Nothing of theirs is kept.');
  return person;
}

/** @throws Refused alike where it is gone, and where it never was */
export async function requestOf(id: string, work: ActorWork): Promise<RightsRequest> {
  const found = await work.rows.rights.get(id as RightsId);
  if (found === undefined)
    throw new Refused('no-such-request', 'That is not here any more. Type rights to see what is asked.');
  return found;
}

/**
 * The coordinator's part in it, of whoever it is about. Nobody decides of their own, nor of what they themselves wrote of
 * somebody whom they mentor, where anybody else can.
 * @throws Refused
 */
export async function demandSettle(about: PersonId, work: ActorWork): Promise<void> {
  demand('rights.settle', work);
  const others = isCoordinated((await work.people()).values(), work.actor.id);
  if (!others) return;
  const mentors = (await mentorsOf(about, work)).includes(work.actor.id);
  if (about === work.actor.id || mentors)
    throw new Refused(
      'own-request',
      about === work.actor.id
        ? 'This is about you, so another coordinator does it. Ask them to type rights.'
        : 'You are their mentor, so another coordinator does it. Ask them to type rights.',
    );
}

/** Whom it is told to: nobody who could not do it, as long as there is somebody who can. */
async function settlers(about: PersonId, work: ActorWork): Promise<readonly Person[]> {
  const all = [...(await work.people()).values()].filter(
    (p) => p.roles.includes('coordinator') && hasAccount(p) && p.id !== about,
  );
  const mentors = new Set(await mentorsOf(about, work));
  const apart = all.filter((p) => !mentors.has(p.id));
  return apart.length > 0 ? apart : all;
}

const mentorsOf = async (about: PersonId, { rows }: Pick<ActorWork, 'rows'>): Promise<readonly PersonId[]> =>
  (await rows.mentorships.of(about)).filter((m) => m.mentee === about).map((m) => m.mentor);

/** Their newest of this kind that is open. */
export const openOf = async (
  kind: RightsKind,
  about: PersonId,
  work: Pick<ActorWork, 'rows'>,
): Promise<RightsRequest | undefined> =>
  (await work.rows.rights.about(about)).findLast((r) => r.kind === kind && isOpen(r));

/** A request as it is made now by whoever acts; it is not kept yet. */
export const newRequest = (
  kind: RightsKind,
  about: PersonId,
  work: ActorWork,
  more: Partial<Pick<RightsRequest, 'state' | 'dueAt'>> & { readonly words?: Partial<RightsRequest['words']> } = {},
): RightsRequest => ({
  id: work.ids.next('rights'),
  programme: work.programme.id,
  about,
  kind,
  askedBy: work.actor.id,
  askedAt: work.now,
  dueAt: more.dueAt === undefined ? rightsBy(work.now, work.programme.zone) : more.dueAt,
  state: more.state ?? 'open',
  doneAt: more.state === undefined ? null : work.now,
  doneBy: more.state === undefined ? null : work.actor.id,
  words: { ...noWords, ...more.words },
});

/** Keeps it, and tells each coordinator who can do it, where it was not a coordinator who asked for somebody else. */
export async function ask(request: RightsRequest, work: ActorWork): Promise<void> {
  await work.rows.rights.save(request);
  work.audit('rights.asked', request.about, { kind: request.kind });
  if (request.askedBy !== request.about) return;
  for (const p of await settlers(request.about, work))
    work.show('rights-asked', rightsSubject.write({ request: request.id }), { person: p.id }, { sensitive: true });
}

/** It is done: whoever asked is told, where they can be written to. */
export async function settle(
  request: RightsRequest,
  words: Partial<RightsRequest['words']>,
  work: ActorWork,
): Promise<RightsRequest> {
  const done: RightsRequest = {
    ...request,
    state: 'done',
    doneAt: work.now,
    doneBy: work.actor.id,
    words: { ...request.words, ...words },
  };
  await work.rows.rights.save(done);
  work.audit('rights.done', done.about, { kind: done.kind });
  work.redraw(rightsSubject.write({ request: done.id }));
  return done;
}
