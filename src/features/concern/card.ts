import { button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import type { ConcernContacts } from '../feature.js';
import { helplineTexts, inDanger, linked, withoutSpeaking } from '../shared/whom-to-tell.js';

/**
 * "Worried about someone?" (docs/field.md#worried-about-someone): whom to tell and how, never what. It tells nobody by
 * itself, promises no secrecy and asks nobody to investigate. Drawn without the database.
 */

export type Audience = 'mentor' | 'mentee';

/** In whose words somebody is answered: a mentee's where they are nothing else, for they may be young. */
export const audienceOf = (person: Pick<Person, 'roles'> | null): Audience =>
  person?.roles.some((role) => role !== 'mentee') === true ? 'mentor' : 'mentee';

/** The card in the words for a mentee, or for whoever hears of something; `passedOn`: that has just been noted. */
export function concernCard(contacts: ConcernContacts, audience: Audience, passedOn = false): Card {
  const { safeguarding } = contacts;
  const danger = inDanger(contacts);
  const others = helplineTexts(contacts);
  const silent = withoutSpeaking(contacts);
  const reach = (role: string, c: { readonly name: string; readonly reach: string }): Text =>
    say`${strong(c.name)}, ${role}: ${linked(c.reach)}`;
  const who = [
    ...(safeguarding.lead === undefined ? [] : [reach('safeguarding lead', safeguarding.lead)]),
    ...(safeguarding.deputy === undefined ? [] : [reach('deputy', safeguarding.deputy)]),
  ];
  const known = who.length > 0;
  const forMentee = audience === 'mentee';
  return {
    title: 'Worried about someone?',
    summary: danger,
    blocks: [
      text(danger),
      heading(literal(known ? (forMentee ? 'You can talk to' : 'Tell') : 'No safeguarding lead has been set yet')),
      list(known ? who : others),
      ...(known && safeguarding.hours !== '' ? [muted(literal(`When: ${safeguarding.hours}`))] : []),
      ...(known && safeguarding.outOfHours !== ''
        ? [muted(say`Out of hours: ${linked(safeguarding.outOfHours)}`)]
        : []),
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
            list(others),
          ]
        : [muted(literal('Ask your coordinator to set the lead: they type setup.'))]),
      heading(literal('If you can’t speak')),
      list(silent),
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

/**
 * What may stand where others read: numbers for everybody, and nobody's name, neither of whoever asked nor of whoever is
 * to be told.
 */
export function publicCard(contacts: ConcernContacts): Card {
  const danger = inDanger(contacts);
  return {
    title: 'Worried about someone?',
    summary: danger,
    blocks: [
      text(danger),
      list(helplineTexts(contacts)),
      heading(literal('If you can’t speak')),
      list(withoutSpeaking(contacts)),
      muted(
        literal('Write to me in a chat of our own: I say there whom to tell here. I keep nothing of what you write.'),
      ),
    ],
  };
}
