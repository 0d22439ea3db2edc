import { button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import type { Nation, Person } from '../../domain/programme.js';
import type { ConcernContacts } from '../feature.js';

/**
 * "Worried about someone?" (docs/field.md#worried-about-someone): whom to tell and how, never what. It tells nobody by
 * itself, promises no secrecy and asks nobody to investigate. Drawn without the database.
 */

interface Guidance {
  readonly emergency: string;
  readonly others: readonly string[];
}

/**
 * Where no lead is set, and beside one. Numbers as their services publish them: 999/112, NHS 111, NSPCC 0808 800 5000,
 * Childline 0800 1111 (UK); Ireland: 112/999, Childline 1800 66 66 66.
 */
const guidance: Record<Nation, Guidance> = {
  england: {
    emergency: '999',
    others: [
      'Your local council’s children’s or adults’ services',
      'NSPCC helpline, for any adult: 0808 800 5000',
      'Childline, for anyone under 19: 0800 1111',
    ],
  },
  scotland: {
    emergency: '999',
    others: [
      'Your local council’s social work department',
      'NSPCC helpline, for any adult: 0808 800 5000',
      'Childline, for anyone under 19: 0800 1111',
    ],
  },
  wales: {
    emergency: '999',
    others: [
      'Your local council’s social services',
      'NSPCC helpline, for any adult: 0808 800 5000',
      'Childline, for anyone under 19: 0800 1111',
    ],
  },
  'northern-ireland': {
    emergency: '999',
    others: [
      'Your Health and Social Care Trust’s gateway team',
      'NSPCC helpline, for any adult: 0808 800 5000',
      'Childline, for anyone under 19: 0800 1111',
    ],
  },
  ireland: {
    emergency: '112 or 999',
    others: [
      'Tusla, the Child and Family Agency: your local duty social work team',
      'Childline, for anyone under 18: 1800 66 66 66',
    ],
  },
  other: {
    emergency: 'your emergency number (112 in most of Europe)',
    others: ['Your local social services', 'Your employer’s or school’s safeguarding lead'],
  },
};

export type Audience = 'mentor' | 'mentee';

/** In whose words somebody is answered: a mentee's where they are nothing else, for they may be young. */
export const audienceOf = (person: Pick<Person, 'roles'> | null): Audience =>
  person?.roles.some((role) => role !== 'mentee') === true ? 'mentor' : 'mentee';

/** The card in the words for a mentee, or for whoever hears of something; `passedOn`: that has just been noted. */
export function concernCard(contacts: ConcernContacts, audience: Audience, passedOn = false): Card {
  const { safeguarding } = contacts;
  const here = guidance[contacts.nation];
  const reach = (role: string, c: { readonly name: string; readonly reach: string }): Text =>
    say`${strong(c.name)}, ${role}: ${c.reach}`;
  const who = [
    ...(safeguarding.lead === undefined ? [] : [reach('safeguarding lead', safeguarding.lead)]),
    ...(safeguarding.deputy === undefined ? [] : [reach('deputy', safeguarding.deputy)]),
  ];
  const known = who.length > 0;
  const forMentee = audience === 'mentee';
  return {
    title: 'Worried about someone?',
    summary: literal(`If someone is in danger now, call ${here.emergency}.`),
    blocks: [
      text(say`${strong(`If someone is in danger now, call ${here.emergency}.`)}`),
      heading(literal(known ? (forMentee ? 'You can talk to' : 'Tell') : 'No safeguarding lead has been set yet')),
      list(known ? who : here.others.map(literal)),
      ...(known && safeguarding.hours !== '' ? [muted(literal(`When: ${safeguarding.hours}`))] : []),
      ...(known && safeguarding.outOfHours !== '' ? [muted(literal(`Out of hours: ${safeguarding.outOfHours}`))] : []),
      ...(known
        ? [
            // The lead may be the very person: nobody should have to work out alone whom to tell then.
            text(
              literal(
                forMentee
                  ? 'If it is about one of them, choose someone else here.'
                  : 'If it is about one of them, do not tell them: tell the other, or one of those below.',
              ),
            ),
            heading(literal('Also there for you')),
            list(here.others.map(literal)),
          ]
        : [muted(literal('Ask your coordinator to set the lead: they type setup.'))]),
      heading(literal(forMentee ? 'Good to know' : 'What to do')),
      list(
        forMentee
          ? [
              literal('You can say as much or as little as you want.'),
              literal('They may need to tell someone else, to keep people safe.'),
              literal('Nobody is told that you opened this.'),
            ]
          : [
              literal('Listen, and pass it on today. You do not have to be sure.'),
              literal('Do not investigate, and do not promise to keep it secret.'),
              literal('Do not write what you heard here: tell the lead.'),
              literal('Opening this tells nobody.'),
            ],
      ),
      ...(safeguarding.policyUrl === undefined
        ? []
        : [text({ parts: ['The policy: ', { link: safeguarding.policyUrl, label: 'safeguarding policy' }] })]),
      ...(passedOn
        ? [text(literal('Noted: you passed a concern on. What it was is not kept here.'))]
        : forMentee
          ? []
          : [
              buttons(
                button('I’ve passed it on', 'concern.passed', '-', { arg: known ? 'lead' : 'other' }),
                known ? button('I told somebody else', 'concern.passed', '-', { arg: 'other' }) : null,
              ),
            ]),
    ],
  };
}
