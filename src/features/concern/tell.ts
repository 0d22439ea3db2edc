import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import {
  deputyAfter,
  isInReach,
  type LeadAlert,
  mailAddressIn,
  sameAlertFor,
  type Telling,
  type Told,
  tellingKey,
  tellingOf,
  toldAtOnce,
} from '../../domain/lead-alert.js';
import type { Person } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork, Drawing, Face, NotDelivered, PressHandler, Prompt, Work } from '../feature.js';
import { audienceOf, concernCard, isBoth } from './card.js';
import { mailSays } from './mail.js';
import { alertCard, alertGone, standCard, standOf } from './stands.js';
import { alertSubject, deputyPrompt, mailOf } from './subjects.js';

/**
 * *I’ve told the lead* tells the lead, and the deputy where the lead does not say that they have it
 * (docs/concern.md#the-lead-is-told). What it is, and about whom, is asked nowhere and kept nowhere.
 */

/** So long (ms) it is tried. The deputy has been told long before. */
const triedFor = day;

type Around = Pick<Work, 'parts' | 'programme' | 'people' | 'pages'>;

/** Whom a press of this person's tells. */
export async function tellingIn(work: Around | Drawing, actor: PersonId | null): Promise<Telling> {
  const people = await work.people();
  const { safeguarding } = work.parts.contactsOf(work.programme);
  return tellingOf(safeguarding, (p) => isInReach(people.get(p)), work.pages?.mails === true, actor);
}

/** The card as the actor has it, once the rows can be read. */
export async function cardFor(work: ActorWork, passedOn: boolean): Promise<Reply> {
  const contacts = work.parts.contactsOf(work.programme);
  const { actor } = work;
  const telling = await tellingIn(work, actor.id);
  return panelWith(concernCard(contacts, { audience: audienceOf(actor), telling, both: isBoth(actor), passedOn }));
}

/** Tells one of them. Answers who that was where it is a person of the programme. */
async function told(work: Work, alert: LeadAlert, who: 'lead' | 'deputy', to: Told): Promise<PersonId | null> {
  if (to.by === 'chat' && to.person !== undefined) {
    work.show('lead-alert', alert.id, { person: to.person }, { expiresAt: work.now + triedFor });
    return to.person;
  }
  await work.rows.mails.add({
    id: work.ids.next('mail'),
    programme: alert.programme,
    // Of whoever passed it on nothing stands in the clear.
    person: null,
    link: mailOf.write({ alert: alert.id, who }),
    words: { to: mailAddressIn(to.reach) ?? '', url: '' },
    askedAt: work.now,
  });
  return null;
}

/** How it stands, in the chat of whoever pressed, while they are here; `news` is a message of its own. */
function showStands(work: Work, alert: LeadAlert, news: 'deputy' | 'nobody' | null): void {
  if (alert.by === null) return;
  work.show(
    'lead-alert-stands',
    alertSubject.write({ alert: alert.id, news }),
    { person: alert.by },
    { expiresAt: work.now + triedFor },
  );
}

async function panelOf(work: ActorWork, alert: LeadAlert): Promise<Reply> {
  const telling = await tellingIn(work, work.actor.id);
  const stand = await standOf(alert, work.rows, await work.people(), telling);
  return panelWith(standCard(stand, work.parts.contactsOf(work.programme)));
}

export const tellLead: PressHandler = async (press, work) => {
  const { actor } = work;
  // A mentee tells nobody by a press, whatever they press.
  if (audienceOf(actor) === 'mentee') return cardFor(work, false);
  const last = await work.rows.leadAlerts.lastBy(actor.id, work.now - sameAlertFor);
  if (last !== undefined) return panelOf(work, last);
  const telling = await tellingIn(work, actor.id);
  // It tells whom its card named, or nobody: the lead may be another one by now.
  if (telling.is !== null || telling.lead === null || press.arg !== tellingKey(telling)) return cardFor(work, false);
  const first = toldAtOnce(telling);
  const fresh: LeadAlert = {
    id: work.ids.next('lead-alert'),
    programme: work.programme.id,
    by: actor.id,
    at: work.now,
    lead: null,
    deputy: null,
    deputyToldAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  };
  const to = first === null ? null : telling[first];
  const person = first === null || to === null ? null : await told(work, fresh, first, to);
  const alert: LeadAlert =
    first === 'deputy' ? { ...fresh, deputy: person, deputyToldAt: work.now } : { ...fresh, lead: person };
  await work.rows.leadAlerts.save(alert);
  work.audit('concern.passed-on', actor.id, { to: 'safeguarding lead', told: first ?? 'nobody', person });
  if (first === 'lead')
    work.schedule({
      ...deputyPrompt.prompt({ alert: alert.id }),
      subject: alert.id,
      to: null,
      dueAt: work.now + deputyAfter,
      expiresAt: work.now + triedFor,
    });
  if (first !== null) showStands(work, alert, null);
  return stillToShow(work, alert, telling);
};

/** What is asked of the outbox in this very transaction is on its way, and no row says so yet. */
async function stillToShow(work: ActorWork, alert: LeadAlert, telling: Telling): Promise<Reply> {
  const people = await work.people();
  const onItsWay = { is: 'on-its-way' } as const;
  const named = (who: 'lead' | 'deputy', person: PersonId | null): { name: string; came: typeof onItsWay } => ({
    name: (person === null ? undefined : people.get(person)?.name) ?? telling[who]?.name ?? '',
    came: onItsWay,
  });
  const first = toldAtOnce(telling);
  return panelWith(
    standCard(
      {
        alert,
        lead: first === 'lead' ? named('lead', alert.lead) : null,
        deputy: first === 'deputy' ? named('deputy', alert.deputy) : null,
        has: null,
      },
      work.parts.contactsOf(work.programme),
    ),
  );
}

/** The lead has not said that they have it, or cannot be reached. Told once. */
async function toDeputy(alert: LeadAlert, work: Work): Promise<void> {
  if (alert.acknowledgedAt !== null || alert.deputyToldAt !== null) return;
  const { deputy } = await tellingIn(work, alert.by);
  const can = deputy !== null && deputy.by !== 'nobody';
  const isIn = can && deputy.person !== undefined && [alert.by, alert.lead].includes(deputy.person);
  if (!can || isIn) return showStands(work, alert, 'nobody');
  const person = await told(work, alert, 'deputy', deputy);
  const now: LeadAlert = { ...alert, deputy: person, deputyToldAt: work.now };
  await work.rows.leadAlerts.save(now);
  work.audit('concern.deputy-told', alert.by ?? alert.id, { person });
  showStands(work, now, 'deputy');
}

const ofSubject = async (subject: string, work: Pick<Work, 'rows'>): Promise<LeadAlert | undefined> => {
  const about = alertSubject.read(subject);
  return about === undefined ? undefined : work.rows.leadAlerts.get(about.alert);
};

/** Null where they were erased since. */
const passedOnBy = ({ by }: LeadAlert, people: ReadonlyMap<PersonId, Person>): string | null =>
  by === null ? null : (people.get(by)?.name ?? 'Someone');

export const haveIt: PressHandler = async (press, work) => {
  const alert = await ofSubject(press.subject, work);
  const { id } = work.actor;
  if (alert === undefined || (alert.lead !== id && alert.deputy !== id))
    throw new Refused('not-allowed', 'This is not for you to answer. If you are worried about someone, type concern.');
  const kept: LeadAlert =
    alert.acknowledgedAt === null ? { ...alert, acknowledgedAt: work.now, acknowledgedBy: id } : alert;
  if (kept !== alert) {
    await work.rows.leadAlerts.save(kept);
    work.cancel(deputyPrompt.write({ alert: alert.id }));
    work.audit('concern.acknowledged', alert.by ?? alert.id, { person: id });
    work.redraw(alert.id);
  }
  const people = await work.people();
  const has = kept.acknowledgedBy === null ? null : (people.get(kept.acknowledgedBy)?.name ?? null);
  return { kind: 'say', card: alertCard(kept, passedOnBy(kept, people), id, has) };
};

/** How it stands, to whoever pressed; nobody else reads it. */
export const stands: PressHandler = async (press, work) => {
  const alert = await ofSubject(press.subject, work);
  if (alert === undefined || alert.by !== work.actor.id)
    throw new Refused(
      'not-allowed',
      'There is nothing to look at here. If you are worried about someone, type concern.',
    );
  return panelOf(work, alert);
};

/** The deputy is told half an hour later, at any hour. */
export const deputyIsDue: Prompt<'lead-alert'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'nobody',
  occurrence: deputyPrompt,
  async fire(prompt, work) {
    const alert = await work.rows.leadAlerts.get(prompt.subject);
    if (alert !== undefined) await toDeputy(alert, work);
  },
};

/** A message to one of them did not come, or cannot. */
export async function notDelivered(told: Pick<NotDelivered, 'face' | 'subject' | 'to'>, work: Work): Promise<void> {
  if (told.face !== 'lead-alert' || !('person' in told.to)) return;
  const alert = await ofSubject(told.subject, work);
  if (alert === undefined || alert.acknowledgedAt !== null) return;
  if (told.to.person === alert.lead) await toDeputy(alert, work);
  else if (told.to.person === alert.deputy) showStands(work, alert, 'nobody');
}

/** Somebody cannot be reached at all: what waits for their word goes on. */
export async function unreachable(person: PersonId, work: Work): Promise<void> {
  for (const alert of await work.rows.leadAlerts.open(work.now - triedFor))
    if (alert.lead === person || alert.deputy === person)
      await notDelivered({ face: 'lead-alert', subject: alert.id, to: { person } }, work);
}

/** It stands in somebody's chat: whoever pressed sees so where they read of it. */
export async function arrived({ face, subject }: Pick<NotDelivered, 'face' | 'subject'>, work: Work): Promise<void> {
  if (face !== 'lead-alert') return;
  const alert = await ofSubject(subject, work);
  if (alert !== undefined && alert.acknowledgedAt === null) await redrawStands(work, alert);
}

/** Not all that is about it: the message that has just arrived would be drawn, arrive and be drawn again. */
async function redrawStands(work: Work, alert: LeadAlert): Promise<void> {
  for (const place of await work.rows.posted.placesOf(alert.id))
    if (place.face === 'lead-alert-stands') work.show('lead-alert-stands', place.subject, place.to);
}

const ofMail = async (about: string, rows: Work['rows']) => {
  const mail = mailOf.read(about);
  const alert = mail === undefined ? undefined : await rows.leadAlerts.get(mail.alert);
  return mail === undefined || alert === undefined ? undefined : { alert, who: mail.who };
};

/** What a mail to one of them says: nothing more, once somebody has it. */
export async function leadMailSays(about: string, rows: Work['rows']) {
  const mail = await ofMail(about, rows);
  if (mail === undefined || mail.alert.acknowledgedAt !== null) return undefined;
  const { by } = mail.alert;
  return mailSays(by === null ? null : ((await rows.people.get(by))?.name ?? 'Someone'), mail.who);
}

export async function leadMailEnded(about: string, how: 'sent' | 'failed', work: Work): Promise<void> {
  const mail = await ofMail(about, work.rows);
  if (mail === undefined || mail.alert.acknowledgedAt !== null) return;
  const { alert, who } = mail;
  if (how === 'sent') return redrawStands(work, alert);
  if (who === 'lead') await toDeputy(alert, work);
  else showStands(work, alert, 'nobody');
}

/** To the lead, and to the deputy. Subject `alertSubject`. */
export const leadAlertFace: Face = {
  // What was not delivered stands on the coordinator's board, who learns of no single alert.
  called: 'a message',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  urgent: true,
  async draw(d) {
    const alert = await ofSubject(d.subject, d);
    if (d.reader === null) return null;
    if (alert === undefined)
      return (await d.rows.posted.get('lead-alert', d.subject, { person: d.reader.id })) === undefined
        ? null
        : alertGone;
    if (alert.lead !== d.reader.id && alert.deputy !== d.reader.id) return null;
    const people = await d.people();
    const has = alert.acknowledgedBy === null ? null : (people.get(alert.acknowledgedBy)?.name ?? null);
    return alertCard(alert, passedOnBy(alert, people), d.reader.id, has);
  },
};

/** To whoever pressed. Subject `alertSubject`. */
export const standsFace: Face = {
  called: 'a message',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  urgent: true,
  async draw(d) {
    const alert = await ofSubject(d.subject, d);
    if (alert === undefined || d.reader === null || alert.by !== d.reader.id) return null;
    const stand = await standOf(alert, d.rows, await d.people(), await tellingIn(d, d.reader.id));
    return standCard(stand, d.parts.contactsOf(d.programme));
  },
};
