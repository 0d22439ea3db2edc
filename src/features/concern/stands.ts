import { button, buttons, type Card, list, muted, text } from '../../chat/card.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import { deputyAfter, type LeadAlert, type Telling } from '../../domain/lead-alert.js';
import type { Contact, Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import { type Rows, returnCodes } from '../../ports/store.js';
import type { ConcernContacts } from '../feature.js';
import { inDanger, linked } from '../shared/whom-to-tell.js';
import { noLongerHere, orElse } from './mail.js';
import { mailOf } from './subjects.js';

/** How it stands with an alert, to whoever pressed (docs/concern.md#what-whoever-pressed-sees). It claims nothing that is not known. */

/** What is known of a message to one of them. */
export type Came =
  | { readonly is: 'on-its-way' | 'held-up' | 'not' | 'unsure' }
  /** `at` (ms) where it is still known. */
  | { readonly is: 'reached' | 'handed-over'; readonly at?: number };

export interface Stand {
  readonly alert: LeadAlert;
  readonly lead: { readonly name: string; readonly came: Came } | null;
  readonly deputy: { readonly name: string; readonly came: Came } | null;
  /** Who said that they have it. */
  readonly has: string | null;
}

/**
 * Of a message in somebody's chat, asked for at `from` (ms). How long it took is told by the outbox's own clock, which is
 * not the one that is shown.
 */
async function inChat(rows: Rows, alert: LeadAlert, to: PersonId, from: number): Promise<Came> {
  const row = await rows.outbox.first('lead-alert', alert.id, { person: to });
  const stands = (await rows.posted.get('lead-alert', alert.id, { person: to })) !== undefined;
  if (stands)
    return row === undefined || row.settledAt === null
      ? { is: 'reached' }
      : { is: 'reached', at: from + Math.max(0, row.settledAt - row.askedAt) };
  switch (row?.state) {
    case 'waiting':
      return { is: row.code.startsWith(returnCodes) ? 'held-up' : 'on-its-way' };
    case 'sending':
      return { is: 'on-its-way' };
    case 'unknown':
      return { is: 'unsure' };
    default:
      return { is: 'not' };
  }
}

async function byMail(rows: Rows, alert: LeadAlert, who: 'lead' | 'deputy'): Promise<Came | null> {
  const mail = await rows.mails.ofLink(mailOf.write({ alert: alert.id, who }));
  if (mail === undefined) return null;
  if (mail.state === 'sent') return { is: 'handed-over', at: mail.at };
  return { is: mail.state === 'waiting' ? 'on-its-way' : 'not' };
}

export async function standOf(
  alert: LeadAlert,
  rows: Rows,
  people: ReadonlyMap<PersonId, Person>,
  telling: Telling,
): Promise<Stand> {
  const nameOf = (person: PersonId | null, contact: Contact | null, role: string): string =>
    (person === null ? undefined : people.get(person)?.name) ?? contact?.name ?? role;
  const part = async (who: 'lead' | 'deputy', person: PersonId | null, from: number | null): Promise<Stand['lead']> => {
    if (from === null) return null;
    const name = nameOf(person, telling[who], who === 'lead' ? 'the lead' : 'the deputy');
    if (person !== null) return { name, came: await inChat(rows, alert, person, from) };
    const came = await byMail(rows, alert, who);
    return came === null ? null : { name, came };
  };
  return {
    alert,
    lead: await part('lead', alert.lead, alert.at),
    deputy: await part('deputy', alert.deputy, alert.deputyToldAt),
    has:
      alert.acknowledgedAt === null
        ? null
        : alert.acknowledgedBy === null
          ? 'Someone'
          : nameOf(alert.acknowledgedBy, null, 'Someone'),
  };
}

/**
 * One line on one of them. That a message stands in a chat is no sign that anybody has read it: so as long as nobody has
 * said that they have it (`open`), that is said with it.
 */
function lineOn(name: string, came: Came, open: boolean): Text {
  const unread = open ? ' They have not said yet that they have it.' : '';
  switch (came.is) {
    case 'on-its-way':
      return say`On its way to ${strong(name)}.`;
    case 'held-up':
      return say`Not sent yet: the chat of ${strong(name)} can’t be reached just now. I go on trying. Ring them.`;
    case 'unsure':
      return say`Nobody can tell whether it reached ${strong(name)}. Ring them.`;
    case 'not':
      return say`It could not be delivered to ${strong(name)}. Ring them.`;
    case 'reached':
      return came.at === undefined
        ? say`Delivered to the chat of ${strong(name)}.${unread}`
        : say`Delivered to the chat of ${strong(name)} at ${moment(came.at, 'time')}.${unread}`;
    case 'handed-over':
      return came.at === undefined
        ? say`The mail to ${strong(name)} has gone. Nobody can see whether it was read: ring them.`
        : say`The mail to ${strong(name)} went at ${moment(came.at, 'time')}. Nobody can see whether it was read: ring them.`;
    default:
      return came satisfies never;
  }
}

/** What was told to whom, how far it came, and whom to ring. */
export function standCard({ alert, lead, deputy, has }: Stand, contactsHere: ConcernContacts): Card {
  const { safeguarding } = contactsHere;
  const over = alert.acknowledgedAt !== null;
  const lines: Text[] = [
    ...(lead === null ? [] : [lineOn(lead.name, lead.came, !over)]),
    ...(deputy === null || alert.deputyToldAt === null
      ? []
      : [
          say`I turned to the deputy, ${strong(deputy.name)}, at ${moment(alert.deputyToldAt, 'time')}.`,
          lineOn(deputy.name, deputy.came, !over),
        ]),
  ];
  const now: Text =
    has !== null && alert.acknowledgedAt !== null
      ? say`${strong(has)} says they have it, ${moment(alert.acknowledgedAt, 'time')}.`
      : (lines.at(-1) ?? literal('It has gone to nobody: ring them.'));
  const contacts = [safeguarding.lead, safeguarding.deputy].flatMap((c) =>
    c === undefined ? [] : [say`${strong(c.name)}: ${linked(c.reach)}`],
  );
  const waitsForDeputy =
    !over &&
    alert.deputyToldAt === null &&
    lead !== null &&
    lead.came.is !== 'not' &&
    safeguarding.deputy !== undefined;
  return {
    title: over ? 'Passed on: they have it' : 'You passed a concern on',
    summary: now,
    blocks: [
      ...(over ? [text(now), ...lines.map(muted)] : lines.length === 0 ? [text(now)] : lines.map(text)),
      ...(waitsForDeputy
        ? [
            muted(
              say`If they do not say by ${moment(alert.at + deputyAfter, 'time')} that they have it, the deputy is told, if I can reach them.`,
            ),
          ]
        : []),
      ...(over || contacts.length === 0 ? [] : [text(literal('If it can’t wait, ring:')), list(contacts)]),
      muted(literal('What it is stands nowhere here.')),
      text(inDanger(contactsHere)),
      ...(over ? [] : [buttons(button('How does it stand now?', 'concern.stands', alert.id))]),
    ],
  };
}

/** To whoever is told. `by`: the name of whoever passed it on, null where they were erased since. */
export function alertCard(alert: LeadAlert, by: string | null, reader: PersonId, has: string | null): Card {
  const name = by ?? noLongerHere;
  const line = say`${strong(name)} says they have told you about a concern. Have you heard from them?`;
  const toDeputy = alert.deputy === reader && alert.lead !== reader;
  const told = toDeputy
    ? say`${strong(name)} has passed a concern on, and the safeguarding lead has not said that they have it. Have you heard from either of them?`
    : line;
  if (alert.acknowledgedAt !== null)
    return {
      title: 'A concern was passed on',
      summary: say`${strong(alert.acknowledgedBy === reader ? 'You' : (has ?? 'Someone'))} said at ${moment(alert.acknowledgedAt, 'time')}: I have it.`,
      blocks: [
        text(
          say`${strong(alert.acknowledgedBy === reader ? 'You' : (has ?? 'Someone'))} said at ${moment(alert.acknowledgedAt, 'time')}: I have it.`,
        ),
        muted(by === null ? literal('Whoever passed it on is here no more.') : say`${strong(name)} passed it on.`),
      ],
    };
  return {
    title: 'A concern was passed on',
    summary: told,
    blocks: [
      text(told),
      text(
        literal(
          `If you have not, ${orElse(by, toDeputy ? 'deputy' : 'lead', 'talk to them now')}. What it is and who it is about stand nowhere here.`,
        ),
      ),
      text(
        by === null
          ? say`After “I have it” ${toDeputy ? 'the lead' : 'the deputy'} reads so if they have a message about this here. Nobody else is told.`
          : say`“I have it” tells ${name} that you have it. ${toDeputy ? 'The lead' : 'The deputy'} reads it too if they have a message about this here. Nobody else is told.`,
      ),
      buttons({ ...button('I have it', 'concern.have-it', alert.id, { style: 'main' }), inSight: true }),
    ],
  };
}

/** The same once it is kept no more: somebody has it and whoever passed it on was erased, or its time is over. It still says that there was something. */
export const alertGone: Card = {
  title: 'A concern was passed on',
  summary: literal('Whoever passed this on is here no more, or its time is over.'),
  blocks: [
    text(literal('Whoever passed this on is here no more, or its time is over. There is nothing to press.')),
    text(literal('If nobody has talked with them about it yet, ask the coordinator today how to reach them.')),
  ],
};
