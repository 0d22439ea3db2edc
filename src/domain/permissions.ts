import type { PersonId, ProgrammeId } from '../kernel/ids.js';
import { type AllocatedAs, isAllocatedAs, noReaders, type PortfolioReaders, readsAs } from './allocation.js';
import type { Person, Role } from './programme.js';

/**
 * Who may do what to whose (docs/field.md#denied-by-default). One table; asked inside the transaction that acts, of the
 * rows as they are then. What does not stand here is refused.
 */

/** How somebody stands to what they want to act on. */
export type Standing =
  /** The mentor of that mentorship, session or portfolio. */
  | 'its-mentor'
  /** A mentee of it. */
  | 'its-mentee'
  /** It is about themselves or theirs alone (settings, a draft, their own feedback). */
  | 'own'
  /** Anyone known in the programme. */
  | 'anyone'
  /** Allocated to the portfolio it belongs to (docs/field.md#allocated-readers); never by the role of that name. */
  | AllocatedAs
  | Exclude<Role, 'mentor' | 'mentee' | AllocatedAs>
  | 'a-mentor';

export const may = {
  'agreement.propose': ['a-mentor', 'coordinator'],
  'agreement.change': ['its-mentor'],
  'agreement.sign-as-mentor': ['its-mentor'],
  'agreement.answer': ['its-mentee'],
  'agreement.read': ['its-mentor', 'its-mentee', 'coordinator', 'assessor', 'iqa'],
  'goal.propose': ['its-mentor', 'its-mentee'],
  'mentorship.pause': ['its-mentor', 'its-mentee', 'coordinator'],
  'mentorship.end': ['its-mentor', 'its-mentee', 'coordinator'],
  'mentorship.hand-over': ['its-mentor', 'coordinator'],
  'handover.choose': ['its-mentee'],
  /** Whom the mentee let have it. */
  'handover.read': ['own'],
  /** Somebody beside the mentoring who could be asked about it; of a mentee who is not noted as 18 the coordinator alone. */
  'stakeholder.propose': ['its-mentor', 'coordinator'],
  /** To be told kindly that the coordinator alone may, and to ask them. */
  'stakeholder.ask-coordinator': ['its-mentor'],
  'stakeholder.choose': ['its-mentee'],
  'stakeholder.read': ['its-mentor', 'its-mentee', 'coordinator'],
  'stakeholder.answer': ['own'],
  'stakeholder.pass-on': ['its-mentor', 'coordinator'],
  /** What somebody said, at their own wish. */
  'stakeholder.take-back': ['coordinator'],
  /** What somebody attests of a mentor's work: to ask for it, to write one's own, to sign or read it. */
  'attest.ask': ['its-mentor', 'coordinator'],
  'attest.discuss': ['assessor'],
  'attest.write': ['own'],
  'attest.sign': ['its-mentor'],
  'attest.read': ['its-mentor', 'coordinator', 'supervisor', 'assessor', 'iqa'],
  /** Words for somebody from outside: to offer them to the mentee and let them go; to say what is left out. */
  'release.offer': ['its-mentor'],
  'release.answer': ['its-mentee'],
  /** The pack (docs/field.md#the-pack): to ask for it and let it go; to see where it stands; to decide what could tell. */
  'pack.ask': ['its-mentor', 'coordinator'],
  'pack.read': ['its-mentor', 'coordinator'],
  'pack.decide': ['its-mentor'],
  /** What of a mentee's words stands in it. */
  'pack.look': ['its-mentee'],
  /** What was decided of a criterion in a centre's own system. */
  'outcome.record': ['coordinator'],
  'session.plan': ['its-mentor'],
  'session.change': ['its-mentor'],
  'session.cancel': ['its-mentor', 'its-mentee'],
  'session.answer': ['its-mentee'],
  /** Other times, which the other side answers. */
  'session.suggest': ['its-mentor', 'its-mentee'],
  'session.run': ['its-mentor'],
  'calendar.read': ['its-mentor', 'its-mentee'],
  'plan.read': ['its-mentor', 'its-mentee', 'coordinator', 'supervisor', 'assessor', 'iqa'],
  'record.write': ['its-mentor'],
  'record.read': ['its-mentor', 'assessor', 'iqa'],
  'record.read-shared': ['its-mentor', 'its-mentee', 'coordinator', 'assessor', 'iqa'],
  /** A mentee ticks off their own; the mentor any. */
  'record.tick-action': ['its-mentor', 'its-mentee'],
  /** What came of a promise to put something right: each side its own word. */
  'put-right.say': ['its-mentor', 'its-mentee'],
  /** What a mentor changes, and what its mentee says of it (docs/field.md#changes-of-practice). */
  'change.make': ['its-mentor'],
  'change.answer': ['its-mentee'],
  /** What a mentor changes and what followed: a mentee of what answers them. */
  'change.read': ['its-mentor', 'its-mentee', 'assessor', 'iqa'],
  /** Somebody's own card for hard moments: theirs, and their mentor's to read only while they share it. */
  'hard.change': ['own'],
  'hard.share': ['its-mentee'],
  'hard.read-shared': ['its-mentor'],
  /** How they go on or end, once what they meant is reached: each their own word, and whether the other may see it. */
  'going-on.say': ['its-mentor', 'its-mentee'],
  /** A page of their own about what they did together: to read, write, keep and throw away. Nobody else stands to it. */
  'look-back.own': ['its-mentee'],
  /** How they arrive and leave: what they gave is theirs, and their mentor's to read only where they let them. */
  'check.give': ['its-mentee'],
  'check.read-own': ['own'],
  'check.read-shared': ['its-mentor'],
  'hours.confirm': ['its-mentee'],
  'hours.settle': ['coordinator'],
  /** The code of another coordinator, for what is confirmed twice. */
  'second.show': ['coordinator'],
  /** Which hour shows which skill and serves whose goal: of all mentees of a mentor. */
  'hours.by-skill': ['its-mentor', 'coordinator', 'assessor', 'iqa'],
  'hours.read': ['its-mentor', 'its-mentee', 'coordinator', 'supervisor', 'assessor', 'iqa'],
  /** What of the unit's criteria is shown: figures and gaps, no words. */
  'readiness.read': ['its-mentor', 'coordinator', 'supervisor', 'assessor', 'iqa'],
  /** To make a link of one's own to the page where packs are; and to take one from such a page. */
  'pack.fetch': ['its-mentor', 'coordinator'],
  'pack.take': ['its-mentor', 'coordinator', 'assessor', 'iqa'],
  'feedback.give': ['own'],
  'feedback.read-shared': ['its-mentor', 'coordinator', 'assessor', 'iqa'],
  'feedback.read-coordinator': ['coordinator'],
  /** What somebody answers in a review is theirs: to give, to change, to take back, to let the mentor read. */
  'review.give': ['own'],
  /** What each side said in a review, as far as it is theirs to read (`mayReadReview`). */
  'review.read': ['its-mentor', 'its-mentee', 'coordinator'],
  /** Which reviews there were to read lately, of the whole programme. */
  'review.read-all': ['coordinator'],
  /** What the two said about their mentoring: noted by either, and it counts once the mentee says it was so. */
  'conversation.note': ['its-mentor', 'its-mentee'],
  'conversation.confirm': ['its-mentee'],
  /** What a mentor writes of their own practice; others read it once it is declared, and no draft of it. */
  'reflection.write': ['its-mentor'],
  'reflection.read': ['its-mentor', 'coordinator', 'assessor', 'iqa'],
  /** What several sides say of one theme, side by side; and to mark whether they agree. */
  'compare.read': ['its-mentor', 'coordinator', 'assessor', 'iqa'],
  'compare.mark': ['its-mentor'],
  'contact.log': ['its-mentor'],
  'digest.post': ['a-mentor', 'coordinator'],
  'digest.set': ['coordinator'],
  'programme.set': ['coordinator'],
  'people.roles': ['coordinator'],
  /** Who supervises, assesses and assures the quality of whose. */
  'people.allocate': ['coordinator'],
  'delivery.read': ['coordinator'],
  'settings.change': ['own'],
  'account.link': ['own'],
  'draft.continue': ['own'],
  /** What is kept about oneself: to read, to correct, to leave, to have erased. */
  'own-data.read': ['own'],
  'person.erase': ['coordinator'],
  /** What somebody asked of what is kept about them: to decide it, and to note what a parent asks or that somebody is on hold. */
  'rights.settle': ['coordinator'],
  /** The name of somebody who has no account to correct it from. */
  'person.name': ['its-mentor', 'coordinator'],
  /** Something about their mentor, of whoever coordinates; and to take it back. */
  'mentee.ask': ['its-mentee'],
  'mentee.take-back': ['own'],
  /** To read it: of coordinators not the one whom it is about. */
  'mentee.read-ask': ['coordinator'],
  /** A link for a mentee without an account, or the mentor's own device. */
  'link.give': ['its-mentor'],
  /** The same for a handover’s choice: the mentor who cannot go on may be out of reach. */
  'handover.give-link': ['its-mentor', 'coordinator'],
  /** A link of their own for somebody without an account; what they read by it, where it is allocated to them. */
  'personal-link.give': ['coordinator'],
  'personal-link.use': ['own'],
  'evidence.read': ['own'],
  /** To bring somebody in by a mention whom nobody here knows yet. */
  'person.meet': ['a-mentor', 'coordinator'],
  'person.join': ['a-mentor', 'coordinator'],
  'person.confirm-join': ['own'],
  'concern.read': ['anyone'],
  'help.read': ['anyone'],
} as const satisfies Readonly<Record<string, readonly Standing[]>>;

export type Doing = keyof typeof may;

/** What is acted on: whose it is, in which programme. */
export interface About {
  readonly programme: ProgrammeId;
  readonly mentor?: PersonId;
  readonly mentees?: readonly PersonId[];
  /** For what is somebody's own: their id. */
  readonly owner?: PersonId;
  /** Who is allocated to its portfolio now; nobody where it is left out. */
  readonly readers?: PortfolioReaders;
}

/** What those who are allocated may: to ask it, the readers of the portfolio have to be known. */
export type DoingOfReaders = {
  [D in Doing]: Extract<(typeof may)[D][number], AllocatedAs> extends never ? never : D;
}[Doing];

/** How this person stands to it. Nobody stands anyhow to what belongs to another programme, or once erased. */
export function standings(
  who: Pick<Person, 'id' | 'programme' | 'roles' | 'erasedAt'>,
  about: About,
): ReadonlySet<Standing> {
  const all = new Set<Standing>();
  if (who.programme !== about.programme || who.erasedAt !== null) return all;
  all.add('anyone');
  for (const role of who.roles) {
    if (role === 'mentor') all.add('a-mentor');
    else if (role !== 'mentee' && !isAllocatedAs(role)) all.add(role);
  }
  // Whoever takes part in it reads it as that, whatever else was set.
  if (about.mentor !== who.id && about.mentees?.includes(who.id) !== true)
    for (const as of readsAs(about.readers ?? noReaders, who.id)) all.add(as);
  if (about.mentor === who.id) all.add('its-mentor');
  if (about.mentees?.includes(who.id) === true) all.add('its-mentee');
  if (about.owner === who.id) all.add('own');
  return all;
}

/** Whether they may. */
export function allowed(
  doing: Doing,
  who: Pick<Person, 'id' | 'programme' | 'roles' | 'erasedAt'>,
  about: About,
): boolean {
  const theirs = standings(who, about);
  return may[doing].some((s) => theirs.has(s));
}
