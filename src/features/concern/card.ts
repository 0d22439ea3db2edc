import { type Block, button, buttons, type Card, heading, list, muted, text } from '../../chat/card.js';
import { literal, say, strong, type Text } from '../../chat/text.js';
import { deputyAfter, type Telling, tellingKey, toldAtOnce } from '../../domain/lead-alert.js';
import type { Person } from '../../domain/programme.js';
import { minute } from '../../kernel/clock.js';
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

/** A mentee, and something else besides: their card says which of the two it is for. */
export const isBoth = (person: Pick<Person, 'roles'> | null): boolean =>
  person?.roles.includes('mentee') === true && audienceOf(person) === 'mentor';

/** Who has the card before them. */
export interface ForWhom {
  readonly audience: Audience;
  /** Whom its button tells; absent on a page that sends no such press. */
  readonly telling?: Telling;
  readonly both?: boolean;
  /** They have said just now that they told somebody else. */
  readonly passedOn?: boolean;
}

/** The card in the words for a mentee, or for whoever hears of something. */
export function concernCard(contacts: ConcernContacts, { audience, telling, both, passedOn }: ForWhom): Card {
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
      ...(passedOn === true
        ? [text(literal('Noted: you passed a concern on. This told nobody. What it was is not kept here.'))]
        : []),
      ...(both === true ? [muted(literal(forMentee ? asMentee : asMentor))] : []),
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
                  : 'If it is about one of them, do not tell them: tell the other, or one of those below. Then press “I’ve told someone else”: it tells nobody.',
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
      ...(forMentee || passedOn === true ? [] : onceTold(telling)),
    ],
  };
}

const asMentee =
  'You are a mentee here, and a mentor too. This card is for you as a mentee. Nothing on it tells anybody.';
const asMentor =
  'You are a mentor here, and a mentee too. This card is for something you heard from someone else. If it is about you, the same people are there for you, and no button is needed.';

/** The buttons of whoever heard of something; what each of them tells stands above it, with the name. */
function onceTold(telling: Telling | undefined): readonly Block[] {
  const other = [
    text(literal('“I’ve told someone else” tells nobody. It notes that you passed something on, and not what.')),
    buttons(button('I’ve told someone else', 'concern.passed', '-', { arg: 'other' })),
  ];
  const head = heading(literal('Once you have told them'));
  if (telling === undefined)
    return [head, text(literal('Nothing can be pressed here, and this page tells nobody: ring them.'))];
  const { lead, is } = telling;
  if (is !== null || lead === null) return [head, text(literal(nobodyIsTold(telling))), ...other];
  return [
    head,
    text(literal(whomItTells(telling))),
    buttons({
      ...button('I’ve told the lead', 'concern.tell-lead', '-', { arg: tellingKey(telling), style: 'main' }),
      inSight: true,
    }),
    ...other,
  ];
}

/** Why there is no button that tells the lead. */
function nobodyIsTold({ is, lead }: Telling): string {
  if (is === 'lead') return 'You are the safeguarding lead here, so there is nobody for me to tell.';
  if (is === 'deputy')
    return `You are the deputy here, so I tell nobody for you.${lead === null ? '' : ` Ring ${lead.name} yourself.`}`;
  return 'No safeguarding lead is set, so I can tell nobody.';
}

/** Whom *I’ve told the lead* tells, before it is pressed. */
export function whomItTells(telling: Telling): string {
  const { lead, deputy } = telling;
  if (lead === null) return nobodyIsTold(telling);
  const first = toldAtOnce(telling);
  const only = 'It gives your name, and not what it is or who it is about.';
  if (first === null)
    return `I can’t write to ${lead.name}${deputy === null ? '' : `, nor to ${deputy.name}`}. “I’ve told the lead” tells nobody: ring them. It notes that you passed something on.`;
  if (first === 'deputy')
    return `I can’t write to ${lead.name}: ring them. “I’ve told the lead” tells the deputy, ${deputy?.name ?? ''}, at once${deputy?.by === 'mail' ? ', by mail' : ''}. ${only}`;
  const after =
    deputy === null
      ? ''
      : deputy.by === 'nobody'
        ? ` I can’t write to the deputy, ${deputy.name}.`
        : ` If they do not say within ${deputyAfter / minute} minutes that they have it, the deputy, ${deputy.name}, is told too${deputy.by === 'mail' ? ', by mail' : ''}.`;
  return lead.by === 'mail'
    ? `“I’ve told the lead” tells ${lead.name} at once, by mail, at any hour. A mail may lie unread: ring as well. ${only}${after}`
    : `“I’ve told the lead” tells ${lead.name} at once, in their own chat, at any hour. A message may lie unread: ring as well. ${only}${after}`;
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
