import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../src/chat/card.js';
import { everyFace as faces } from './support/every-face.js';
import { all, letIn, ours, type PermissionsWorld, permissionsWorld, registry } from './support/permissions-world.js';

/** The permission table's words and cards: typed by every role, and drawn for everybody. */

/** Addressed by whoever shows them, and saying nothing that is anybody's: a count, a name, the programme's totals. */
const addressed = new Set([
  'answer-missed',
  'concern-missed',
  'digest',
  'digest-not-posted',
  'form-ready',
  'not-delivered',
  'not-delivered-to',
  'not-reached',
  'things-waiting',
  'undelivered-on',
  'upkeep',
  'welcome',
  'zone-ask',
]);

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

/** Who gets something by it that is Maya's and Leo's, opens a form, or changes something. Nobody else reads of them. */
const words: readonly (readonly [typed: string, gets: string])[] = [
  ['start @aisha', 'maya tom'],
  ['start @leo', 'maya tom'],
  ['plan', 'maya'],
  // A mentor of somebody else is offered to begin with whom they named.
  ['plan @leo', 'maya tom'],
  ['plan @leo tomorrow 5pm 45m Calls', 'maya tom'],
  ['reschedule', 'maya'],
  ['cancel', 'maya leo'],
  ['change', 'maya leo ada ian'],
  ['cancel @leo', 'maya'],
  ['sessions', 'maya leo'],
  ['log', 'maya'],
  ['log @leo', 'maya'],
  // Whoever reads a portfolio by allocation has none here.
  ['past', 'maya leo priya sue ada ian'],
  ['past @leo', 'maya leo priya sue ada ian'],
  ['past Held', 'maya leo priya sue ada ian'],
  ['hours', 'maya leo priya sue ada ian'],
  ['hours @leo', 'maya leo priya sue ada ian'],
  // Those who assess, and the coordinator, choose whose they read.
  // What a portfolio shows, in figures: to its mentor it names nobody, and its mentee it is not for.
  ['evidence', 'priya sue ada ian'],
  ['evidence @maya', 'priya sue ada ian'],
  ['portfolio', 'priya sue ada ian'],
  ['feedback', 'maya leo priya ada ian'],
  ['feedback @maya', 'maya leo priya ada ian'],
  // A coordinator's has a count alone.
  ['review', 'maya leo'],
  ['testimony', 'maya priya sue ada ian'],
  // To Maya it is counts alone here, to those who read hers it says whose.
  ['compare', 'priya ada ian'],
  ['digest now', 'maya tom priya'],
  ['digest weekly Friday 16:00', 'priya'],
  ['digest off', 'priya'],
  // A coordinator's home names who has asked to be erased, and who would like to talk.
  ['home', 'maya leo priya'],
  ['setup', 'priya'],
  ['people @leo', 'priya'],
  ['rights', 'priya'],
  ['rights @leo', 'priya'],
  ['people import', 'priya'],
  ['join @nobody "Kai Lund"', ''],
  ['link', all],
];

/** Whom it turns away in a sentence, because it is not theirs to do: all but these. */
const doors: readonly (readonly [typed: string, may: string])[] = [
  ['start @aisha', 'maya tom priya'],
  ['start @leo', 'maya tom priya'],
  ['digest', 'maya tom priya'],
  ['testimony', 'maya tom priya sue ada ian'],
  ['digest now', 'maya tom priya'],
  ['digest weekly Friday 16:00', 'priya'],
  ['digest off', 'priya'],
  ['setup', 'priya'],
  ['people', all],
  ['people @leo', 'priya'],
  ['people import', 'priya'],
  ['join @nobody "Kai Lund"', 'maya tom priya'],
  // The mentee, whose session it is too, cannot move it.
  ['reschedule', 'maya tom aisha priya sue grace ada ian sal nobody'],
  ['evidence @maya', 'maya priya sue ada ian'],
  ...[
    'past',
    'past @leo',
    'past Held',
    'plan',
    'sessions',
    'cancel',
    'log',
    'reflect',
    'hours',
    'evidence',
    'portfolio',
    'feedback',
    'review',
    'home',
    'settings',
    'rights',
    'rights @leo',
    'link',
    'help',
    'concern',
  ].map((word) => [word, all] as const),
];

const whose = (): readonly string[] => [
  w.t.people.get('maya') ?? '',
  w.t.people.get('leo') ?? '',
  w.filled('$M'),
  'To come',
  'Held',
];

describe('every word, typed by every role, with what may follow it', () => {
  test('none is without a row', () => {
    const first = new Set([...words, ...doors].map(([typed]) => typed.split(' ')[0]));
    expect([...registry.commands.keys()].filter((word) => !first.has(word))).toEqual([]);
  });

  test.each(doors)('%s: who is let in', async (typed, may) => {
    expect(await letIn((user) => w.types(user, typed))).toBe(may);
  });

  test.each(words)('%s: who gets something by it', async (typed, gets) => {
    const found: string[] = [];
    for (const user of all.split(' ')) {
      const { answer, changed } = await w.types(user, typed);
      const said = JSON.stringify(answer.reply);
      // It says of whom it knows no session: that is no news to who typed the name.
      const news = whose().filter((one) => typed !== 'cancel @leo' || one !== w.t.people.get('leo'));
      if (changed || answer.reply.kind === 'form' || news.some((one) => said.includes(one))) found.push(user);
    }
    expect(found.join(' ')).toBe(gets);
  });

  test.each(['setup catalogue', 'setup readers', 'setup another Sports'])(
    '%s: to anybody but a coordinator a code that is wrong',
    async (typed) => {
      for (const user of all.split(' ')) {
        const { answer } = await w.types(user, typed);
        expect(answer.reply.kind, user).toBe(user === 'priya' ? 'panel' : 'say');
      }
    },
  );

  test.each([...new Set([...words, ...doors].map(([typed]) => typed))])('%s from another programme', async (typed) => {
    const { answer } = await w.types('fred', typed);
    const said = JSON.stringify(answer.reply);
    expect(whose().filter((one) => said.includes(one))).toEqual([]);
  });
});

describe('every card is seen by its own readers, and by nobody else', () => {
  test('none is without a row', () => {
    expect([...Object.keys(faces), ...addressed].sort()).toEqual([...registry.faces.keys()].sort());
  });

  // docs/field.md#one-message-a-day is held by what a face says of itself.
  test('what a mentee sees says what brings it to them', () => {
    const said = Object.entries(faces).map(([face, [, sees]]) => [
      face,
      sees.includes('leo'),
      registry.faces.get(face)?.comes,
    ]);
    expect(said.filter(([, sees, comes]) => sees !== (comes !== 'to-others'))).toEqual([]);
  });

  /** What was changed again since says no more than that. */
  const tells = (card: Card | null): boolean => card !== null && card.title !== 'Changed again';
  test.each(Object.entries(faces))('%s', async (face, [subject, sees]) => {
    const seen: string[] = [];
    for (const user of all.split(' ')) if (tells(await w.draws(user, face, subject))) seen.push(user);
    expect(seen).toEqual(sees);
  });
  test.each(Object.keys(faces))('%s from another programme', async (face) => {
    expect(JSON.stringify((await w.draws('fred', face, faces[face]?.[0] ?? '-')) ?? '')).not.toMatch(ours);
  });
});
