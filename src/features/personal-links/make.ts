import { type Block, button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { type AccessLink, isHandedOver, type PersonalPurpose, personalLife } from '../../domain/access-link.js';
import { emailsOf } from '../../domain/identity-match.js';
import { isLive } from '../../domain/mentorship.js';
import {
  codeInWords,
  codeLife,
  type Enrolled,
  enrolled,
  personalOf,
  personalStanding,
} from '../../domain/personal-link.js';
import { hasAccount, isCoordinated, type Person, type Role } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import { base32, type PersonId } from '../../kernel/ids.js';
import { markOf, newToken } from '../../kernel/token.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Pages, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { openLink } from '../shared/make-access-link.js';

/** The coordinator's side of a personal link: made, its code said, closed (docs/field.md#a-personal-link). */

/** Who may read from outside: by allocation, but a link is for nobody else. */
const outside: readonly Role[] = ['assessor', 'iqa', 'supervisor', 'stakeholder'];

const purposeOf = (person: Pick<Person, 'roles'>): PersonalPurpose | undefined =>
  person.roles.includes('mentee')
    ? 'own-page'
    : person.roles.some((role) => outside.includes(role))
      ? 'evidence'
      : undefined;

/**
 * The person whom a link is for, and what for. A mentee's own way in is not their mentor's to hand over, where anybody
 * else can do it.
 * @throws Refused
 */
async function holder(subject: string, work: ActorWork): Promise<{ person: Person; purpose: PersonalPurpose }> {
  demand('personal-link.give', work);
  const person = await work.rows.people.get(subject as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more, so there is no link to make.');
  if (hasAccount(person))
    throw new Refused('has-account', 'They have an account, and see all of it there. They need no link.');
  const purpose = purposeOf(person);
  if (purpose === undefined)
    throw new Refused(
      'no-such-link',
      'A link of their own is for mentees, and for assessors and others who read. Give them a role first, with people.',
    );
  const theirs = (await work.rows.mentorships.of(person.id)).filter((m) => m.mentee === person.id && isLive(m));
  const mentors = theirs.some((m) => m.mentor === work.actor.id);
  if (mentors && isCoordinated((await work.people()).values(), work.actor.id))
    throw new Refused(
      'its-mentor',
      'You are their mentor, so somebody else hands this over. Ask another coordinator: it is their own page, away from you.',
    );
  return { person, purpose };
}

const newCode = (work: ActorWork): string => base32(work.ids.bytes(5));

const waits = (link: string, code: string, work: ActorWork): NonNullable<Enrolled['code']> => ({
  mark: markOf(code, link),
  until: work.now + codeLife,
});

/** How things stand, and what can be done. */
export async function linkCard(subject: string, work: ActorWork): Promise<Card> {
  const { person, purpose } = await holder(subject, work);
  const link = personalOf(await work.rows.accessLinks.ofPerson(person.id), person.id);
  const kept = await work.rows.kept.get(enrolled, person.id);
  const who = mention(person.id);
  const line =
    purpose === 'own-page'
      ? say`A page of their own for ${who}: their times, what is kept about them, who reads it, and what they can decide.`
      : say`A link for ${who}: the figures of every portfolio that they read here.`;
  const standing = link === undefined ? undefined : personalStanding(link, await work.rows.allocations.all(), work.now);
  const browsers = kept !== undefined && kept.link === link?.id ? kept.browsers.length : 0;
  const mailable = work.pages?.mails === true && emailsOf(person).length > 0;
  const mail = link === undefined ? undefined : await work.rows.mails.lastOf(person.id);
  return {
    title: 'A link of their own',
    summary: line,
    blocks: [
      text(line),
      ...(link === undefined || standing === undefined
        ? [muted(literal('No link yet.'))]
        : [
            facts(
              [
                'Link',
                standing === 'open'
                  ? say`made ${moment(link.madeAt, 'date')}, good until ${moment(link.expiresAt, 'date')}`
                  : literal(standingWords[standing]),
              ],
              mail === undefined || mail.link !== link.id
                ? null
                : ['E-mail', say`${mailWords[mail.state]}, ${moment(mail.at)}`],
              ['Enrolled', literal(browsers === 0 ? 'no browser yet' : count(browsers, 'browser'))],
            ),
          ]),
      ...(work.pages === null ? [muted(literal(noAddress))] : []),
      buttons(
        work.pages === null
          ? null
          : button(link === undefined ? 'Make a link' : 'Make a new link', 'door.make', person.id, { style: 'main' }),
        mailable ? button('Make a new link and e-mail it', 'door.make', person.id, { arg: 'mail' }) : null,
        standing === 'open' ? button('A code for another browser', 'door.code', person.id) : null,
        link === undefined ? null : button('Close the link', 'door.close', person.id),
        button('Back', 'people.without', '-'),
      ),
    ],
  };
}

const standingWords = {
  expired: 'not renewed for 30 days',
  void: 'closed',
  over: 'their reading has ended',
} as const;
const mailWords = {
  waiting: 'is on its way',
  sent: 'sent',
  failed: 'not taken: check the address',
  void: 'not sent, as the link was closed',
} as const;
const noAddress =
  'Links are not offered: this installation has no public address (PUBLIC_URL). Whoever runs it can set one.';

/** Closes whatever was handed over to them and is open: there is one at a time. What they made for themselves stays. */
async function closeOpen(person: PersonId, work: ActorWork): Promise<readonly AccessLink[]> {
  const open = (await work.rows.accessLinks.ofPerson(person)).filter(
    (l) => isHandedOver(l.purpose) && l.state === 'open',
  );
  for (const link of open) await work.rows.accessLinks.settle(link.id, 'void', work.now);
  return open;
}

export const make: PressHandler = async (press, work): Promise<Reply> => {
  const { person, purpose } = await holder(press.subject, work);
  if (work.pages === null) throw new Refused('no-address', noAddress);
  await closeOpen(person.id, work);
  const token = newToken(work.ids);
  const about = { programme: work.programme.id, person: person.id, purpose, subject: person.id, witnessed: false };
  const link = openLink(work, about, personalLife, token);
  await work.rows.accessLinks.add(link);
  const code = newCode(work);
  await work.rows.kept.put(enrolled, person.id, { link: link.id, code: waits(link.id, code, work), browsers: [] });
  const url = `${work.pages.base}/e/${token}`;
  const to = press.arg === 'mail' && work.pages.mails === true ? emailsOf(person)[0] : undefined;
  if (to !== undefined)
    await work.rows.mails.add({
      id: work.ids.next('mail'),
      programme: work.programme.id,
      person: person.id,
      link: link.id,
      words: { to, url },
      askedAt: work.now,
    });
  work.audit('personal-link.made', person.id, { purpose, mailed: to !== undefined });
  return panelWith(madePanel(person.id, url, link, code, work.pages, to));
};

export const moreCode: PressHandler = async (press, work): Promise<Reply> => {
  const { person } = await holder(press.subject, work);
  const link = personalOf(await work.rows.accessLinks.ofPerson(person.id), person.id);
  if (link === undefined || personalStanding(link, await work.rows.allocations.all(), work.now) !== 'open')
    throw new Refused('no-such-link', 'Their link is no longer good. Make a new one: its code comes with it.');
  const kept = await work.rows.kept.get(enrolled, person.id);
  const code = newCode(work);
  const browsers = kept?.link === link.id ? kept.browsers : [];
  await work.rows.kept.put(enrolled, person.id, { link: link.id, code: waits(link.id, code, work), browsers });
  work.audit('personal-link.code', person.id);
  const line = say`A code for one more browser of ${mention(person.id)}. Their link stays as it is.`;
  return panelWith({
    title: 'A code',
    summary: line,
    blocks: [text(line), ...codeBlocks(code, work.now + codeLife), back(person.id)],
  });
};

export const close: PressHandler = async (press, work): Promise<Reply> => {
  const { person } = await holder(press.subject, work);
  const closed = await closeOpen(person.id, work);
  await work.rows.kept.forget(enrolled, person.id);
  for (const { purpose } of closed) work.audit('personal-link.closed', person.id, { purpose });
  return replyWith('Closed', 'The link opens nothing any more, in any browser. You can make a new one at any time.');
};

const back = (person: PersonId): Block => buttons(button('Back', 'door.open', person));

const codeBlocks = (code: string, until: number): readonly Block[] => [
  facts(
    ['Code', { parts: [strong(codeInWords(code))] }],
    ['Good for', say`one browser, until ${moment(until, 'date')}`],
  ),
  text(
    literal(
      'Tell them the code by another way: face to face, or by phone. Do not write it beside the link. It is not shown again.',
    ),
  ),
];

/** The address and the code: in a panel, once, for whoever hands them over. */
function madePanel(person: PersonId, address: string, link: AccessLink, code: string, pages: Pages, to?: string): Card {
  const line: Text = say`Here is the link for ${mention(person)}. Copy it, share it, or let them scan it.`;
  return {
    title: 'A link of their own',
    summary: line,
    blocks: [
      text(line),
      ...(to === undefined ? [] : [text(say`It is sent to ${to} too, without the code.`)]),
      text({ parts: [{ link: address, label: address }] }),
      text({ parts: [{ link: `${address}/qr`, label: 'Show it as a picture to scan (QR)' }] }),
      ...codeBlocks(code, link.madeAt + codeLife),
      muted(
        say`The link is good until ${moment(link.expiresAt, 'date')}, and they can renew it. A link that you made before is closed by this.${
          pages.loopback ? ' It opens on this computer only.' : ''
        }`,
      ),
      back(person),
    ],
  };
}
