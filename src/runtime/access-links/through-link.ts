import type { Inbound, Reply } from '../../chat/inbound.js';
import { type AccessLink, isPersonal, noSuchLink, refusalOf, standingOf } from '../../domain/access-link.js';
import { doorOf, isEnrolled, notEnrolled, personalRefusal, personalStanding } from '../../domain/personal-link.js';
import type { Person } from '../../domain/programme.js';
import type { ActorWork } from '../../features/feature.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import type { Rows, Transaction } from '../../ports/store.js';
import type { Registry } from '../registry.js';

/**
 * Acting by a link: one person, one purpose, once. Whether it still opens anything is decided in the transaction that
 * acts, so two who send at the same time cannot both be taken in.
 */

const refuse = (code: string, say: string): never => {
  throw new Refused(code, say);
};

/** The link by which this event comes. `repeated`: it was done already, and only its outcome is told again. */
export async function linkBy(
  rows: Rows,
  event: Inbound,
  person: Person,
  now: number,
  repeated: boolean,
  registry: Pick<Registry, 'links'>,
): Promise<AccessLink> {
  const link = event.through === undefined ? undefined : await rows.accessLinks.get(event.through);
  if (link === undefined || link.person !== person.id) return refuse('no-such-link', noSuchLink);
  if (isPersonal(link.purpose)) return personalLinkBy(rows, event, link, registry, now);
  const standing = standingOf(link, now);
  if (standing !== 'open' && !repeated) refuse(`link-${standing}`, refusalOf(link.purpose, standing));
  return link;
}

/** A personal one: good for whoever has an enrolled browser; another may enrol, and one whose time is up be renewed. */
async function personalLinkBy(
  rows: Rows,
  event: Inbound,
  link: AccessLink,
  { links }: Pick<Registry, 'links'>,
  now: number,
): Promise<AccessLink> {
  const use = links.get(link.purpose)?.personal;
  const does = (verb: string | undefined): boolean =>
    event.kind === 'press' && event.press.verb === verb && event.press.subject === link.id;
  const standing = personalStanding(link, await rows.allocations.all(), now);
  if (standing !== 'open' && !(standing === 'expired' && does(use?.renews)))
    refuse(`link-${standing}`, personalRefusal(link.purpose, standing));
  if (does(use?.enters)) return link;
  if (!isEnrolled(await rows.kept.get(doorOf(link.purpose), link.person), link, event.browser))
    refuse('not-enrolled', notEnrolled);
  return link;
}

/** The link by which a form of somebody else's is filled in on the actor's device, with the actor as its witness. */
export async function lentBy(rows: Rows, event: Inbound, actor: Person, now: number): Promise<AccessLink | undefined> {
  if (event.kind !== 'form') return undefined;
  const draft = await rows.drafts.get(event.draft);
  if (draft === undefined || draft.person === actor.id) return undefined;
  return (await rows.accessLinks.about(rootOf(draft.subject))).find(
    (l) =>
      l.witnessed &&
      l.madeBy === actor.id &&
      l.person === draft.person &&
      l.purpose === draft.form &&
      standingOf(l, now) === 'open',
  );
}

/** Who comes by this link, where there is such a one and it is theirs. */
export async function homeOfLink(
  tx: Transaction,
  event: Inbound,
): Promise<{ readonly person: PersonId; readonly programme: ProgrammeId } | undefined> {
  const link = event.through === undefined ? undefined : await tx.accessLinks.find(event.through);
  return link === undefined || link.person !== event.who.user
    ? undefined
    : { person: link.person, programme: link.programme };
}

/** @throws Refused unless it is what the link is for. */
export async function demandWithin(registry: Registry, link: AccessLink, event: Inbound, rows: Rows): Promise<void> {
  const { presses, personal } = registry.links.get(link.purpose) ?? {};
  if (event.kind === 'form') {
    const draft = await rows.drafts.get(event.draft);
    if (draft?.form === link.purpose && rootOf(draft.subject) === link.subject) return;
    if (draft?.person === link.person && personal?.forms.some((form) => form === draft.form)) return;
  }
  if (event.kind === 'press') {
    const { verb } = event.press;
    if (personal !== undefined) {
      if (personal.presses.some((one) => one === verb)) return;
      if ((verb === personal.enters || verb === personal.renews) && event.press.subject === link.id) return;
    } else if (presses === undefined) {
      if (event.press.verb === beginVerb) return;
    } else if (presses.includes(event.press.verb) && event.press.subject === link.id) return;
  }
  refuse('link-for-one-thing', 'This link is for one thing only. Open it again, and answer what stands there.');
}

/**
 * What the page of a link posts when somebody says that they are there: a GET uses nothing up and opens nothing
 * (docs/platforms.md#links-are-opened-by-machines).
 */
export const beginVerb = 'link.begin';

/** Opens the link's form for its person. `as`: the work on that person's behalf. */
export async function openThrough(link: AccessLink, registry: Registry, as: ActorWork): Promise<Reply> {
  const handler = registry.links.get(link.purpose)?.opens;
  if (handler === undefined) return refuse('link-for-one-thing', noSuchLink);
  return handler({ subject: link.subject, arg: '' }, as);
}
