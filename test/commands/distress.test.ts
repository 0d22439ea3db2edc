import { describe, expect, test } from 'vitest';
import { soundsLikeNeed } from '../../src/commands/distress.js';
import { grammar } from '../../src/commands/grammar.js';

/** docs/concern.md#what-is-typed: what somebody who is afraid may type, and what stays a command or is nothing at all. */

test.each([
  // As people were met to type it.
  'concern',
  'worried',
  'I feel unsafe',
  "I'm worried",
  'I am worried about Leo',
  'safeguarding',
  // Their siblings: capitals, apostrophes of every kind, none, and no spaces where they belong.
  'I’m worried',
  'im worried',
  'I M WORRIED',
  'i`m worried about \uE0000\uE001',
  'WORRIED ABOUT MY FRIEND',
  'worried.',
  'I am so, so worried!!!',
  'i don’t feel safe',
  "i don't feel safe",
  'i dont feel safe at home',
  'not safe',
  'home is not safe',
  'home isn’t safe',
  'help me',
  'HELP ME',
  'help!! me',
  'heeelp me',
  'hlep me',
  'help please',
  'help, i need someone',
  'please help',
  'i need help',
  'hi i am scared',
  'hello, someone is hurting me',
  'hey can i talk to someone',
  'someone is hurting me',
  'he hits me',
  'my dad hit me last night',
  'she makes me do things',
  'he touches me',
  'he keeps asking me for nudes',
  'i want to die',
  'i wanna die',
  'I don’t want to be here anymore',
  'i dont want to live',
  'want to kill myself',
  'kms',
  'suicide',
  'sucidal',
  'suiside',
  'i’m going to end it all',
  'everyone would be better off without me',
  'i’m scared',
  'im scard',
  'scared of my mum’s boyfriend',
  'im afriad',
  'frigtened',
  'being bullied',
  'i get bulied',
  'they are bullyng me',
  'cyberbullying',
  'self harm',
  'self-harm',
  'selfharm',
  'i have been cutting myself',
  'abuse',
  'abused',
  'abusd by my uncle',
  'i was raped',
  'i am being groomed',
  'he is blackmailing me',
  'somebody is threatening my sister',
  'thretening me',
  'safegaurding',
  'safe guarding lead, i have a concern',
  'concrn',
  'child protection',
  'i have nowhere to go',
  'got kicked out',
  'i ran away',
  'i can’t cope',
  'cant breathe',
  'i’m not ok',
  'i’m in trouble',
  'something bad happened',
  'who can i tell',
  'he said to keep it a secret',
  'there is a knife',
  'call the police',
  '999',
  'sos',
  'mentor i am worried',
  '/mentor worried',
])('“%s” is answered with whom to tell', (typed) => {
  expect(soundsLikeNeed(typed)).toBe(true);
});

test.each([
  '',
  'help',
  'Help.',
  'hi',
  'hello',
  'hours',
  'home',
  'next',
  'feedback',
  'people',
  'settings',
  'sessions',
  'plan',
  'plan @leo tomorrow 3pm 45m Phone calls',
  'plan @leo Friday 3pm worried about the exam',
  'plan @leo Friday 3pm Feeling safe at work',
  'plan @leo Friday 3pm Bullying: what to do',
  'start "Sam Abuse"',
  'reschedule @leo Friday 10:00, he is scared of Monday',
  'cancel @leo I am worried',
  'log @leo he was scared',
  'digest weekly Friday 16:00',
  'setup catalogue',
  'setup another Safeguarding',
  'join @leo "Leo Hurt"',
  'link ABUSE7',
  'people import',
  'hours this month',
  'home please',
  'thanks',
  'thank you so much',
  'good morning',
  'what can you do',
  'sorry',
  'hurs',
  'yes',
  'no',
  'nonsense',
])('“%s” is not', (typed) => {
  expect(soundsLikeNeed(typed)).toBe(false);
});

describe('a slip in a command stays a slip', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  /** Every word that is one letter away: one left out, one changed, one too many, two the wrong way round. */
  const slips = (word: string): readonly string[] => [
    ...[...word].map((_, i) => word.slice(0, i) + word.slice(i + 1)),
    ...[...word].flatMap((_, i) => [...letters].map((l) => word.slice(0, i) + l + word.slice(i + 1))),
    ...[...word, ''].flatMap((_, i) => [...letters].map((l) => word.slice(0, i) + l + word.slice(i))),
    ...[...word].slice(1).map((_, i) => word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2)),
  ];
  test.each(grammar.map((w) => w.word).filter((w) => w !== 'concern'))('%s', (word) => {
    expect(slips(word).filter(soundsLikeNeed)).toEqual([]);
  });
});

test('what is very long is read in no time, and no further than anybody writes in need', () => {
  const began = performance.now();
  expect(soundsLikeNeed(`${'word '.repeat(100_000)} help me`)).toBe(false);
  expect(soundsLikeNeed(`please help me ${'a'.repeat(200_000)}`)).toBe(true);
  expect(performance.now() - began).toBeLessThan(1_000);
});
