import { type Answers, type Field, textOf } from '../../chat/form.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { askedWith, asksMentor, type PutRight } from '../../domain/put-right.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';
import { keepWord, wordField, wordIn } from '../shared/put-right.js';
import { toldApart } from '../shared/told-apart.js';
import type { PlanSubject } from './making.js';

/** What was promised to put something right, asked of the mentor in the next two plans (docs/field.md#put-right). */

/** So many are asked about at once, the oldest first; the others stand in the mentorship. */
const mostAsked = 3;

const fieldOf = (p: PutRight): string => `right-${p.id}`;

interface Asked {
  readonly promise: PutRight;
  readonly pair: Mentorship;
}

/** What a new plan with them asks about. */
export async function promisesToAsk(plan: PlanSubject, work: ActorWork): Promise<readonly Asked[]> {
  const all: Asked[] = [];
  for (const pair of plan.mentorships)
    for (const promise of await work.rows.putRight.ofMentorship(pair.id))
      if (asksMentor(promise, pair.mentee)) all.push({ promise, pair });
  return all.sort((a, b) => a.promise.madeAt - b.promise.madeAt).slice(0, mostAsked);
}

/** A choice for each, which may be left as it is: a plan is saved without it. */
export async function promiseFields(
  plan: PlanSubject,
  all: readonly Asked[],
  work: ActorWork,
): Promise<readonly Field[]> {
  if (all.length === 0) return [];
  const people = await work.people();
  const names = await toldApart(
    plan.mentorships.flatMap((m) => people.get(m.mentee) ?? []),
    work,
  );
  return all.map(({ promise, pair }) => {
    const name = names.get(pair.mentee) ?? 'Your mentee';
    const whose = plan.mentorships.length > 1 ? `${name}: ` : '';
    return wordField(
      fieldOf(promise),
      `Was it put right? ${whose}${promise.what}`,
      'Your own word; theirs stands beside it. You can skip this.',
      true,
    );
  });
}

/** The plan was saved: what it asked about is asked by it, and whatever was said is kept. */
export async function keepPromised(
  plan: PlanSubject,
  answers: Answers,
  session: Pick<Session, 'id'>,
  work: ActorWork,
): Promise<void> {
  for (const { promise, pair } of await promisesToAsk(plan, work)) {
    await work.rows.putRight.save(askedWith(promise, session.id));
    const word = wordIn(textOf(answers.values, fieldOf(promise)));
    if (word !== undefined) await keepWord(promise, pair, word, '', work);
  }
}
