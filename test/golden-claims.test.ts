import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { titles } from '../src/features/shared/programme-waiting.js';

/**
 * Every golden sentence that claims how things stand: who can see something, what waits, what stays, how many. Each has
 * a row that says what it is drawn from, or why it holds whatever happens; a new one has to be given its row, and with
 * it the thought. The numbers are counted again from what stands in the same card.
 */

const folder = path.join(import.meta.dirname, 'golden/loop/words');
const cards = readdirSync(folder).map((file) => ({
  file,
  text: readFileSync(path.join(folder, file), 'utf8'),
}));

const claims =
  /\bonly\b|\byou(?:rs)? alone\b|can (?:see|read)|\breads? (?:this|it|them)\b|\bwaits?\b|\bstays?\b|\bnothing\b|\bnobody\b|\bkept\b|\bwrote\b|\bwritten\b|\btold\b|you two|both of you/i;

const sentencesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('['))
    .flatMap((line) => line.replace(/^(?:[-#>]|\(optional\):)\s*/, '').split(/(?<=[.?!])\s+/))
    .map((s) => s.trim())
    .filter((s) => s !== '');

/** What each is drawn from; `always`: what makes it hold in every state of things. */
const rows: readonly (readonly [sentence: RegExp, from: string])[] = [
  // ---- who can see it
  [
    /can read (?:your answers|them)/,
    'the readers of the answers and the mentee’s choice: give-feedback/asked-after.test.ts',
  ],
  [
    /you(?:,| and) the coordinator.* read this|^You, .* can read what you write/,
    'the mentorship’s two, the coordinator, and who is allocated: coordinate/allocations.test.ts',
  ],
  [
    /^(?:To (?:check|support) your mentoring|They can read all of it|In the same part these read|Mentors and mentees are told by name who reads)/,
    'who is allocated, as of now: coordinate/allocations.test.ts, permissions-allocation.test.ts',
  ],
  [
    /^Mentors and mentees read this name from now on|^Answers that were given before stay closed/,
    'always: what was answered before is not read (domain/allocation.test.ts, show-feedback.test.ts)',
  ],
  [
    /^Only you, and those each form names, read it/,
    'always: each field of a form says who reads it (src/chat/readers.ts)',
  ],
  [
    /^Only you(?:(?:,| and) .*)? read this(?: so far, as nobody assesses you yet)?; your mentee never does/,
    'always: `sharedPart` leaves it out for everybody else',
  ],
  [
    /^(?:Once it ends, they can open nothing more|Last day)/,
    'always: what has ended is not asked for (domain/allocation.test.ts, permissions-allocation.test.ts)',
  ],
  [
    /^(?:Nobody but you and the one you work with|Who (?:may )?read it$|What is kept about you here|It is kept for \d+ (?:months|years)|Messages in Slack or Teams are kept there too)/,
    'the entries of its chains, and the rows: own-data/own-data.test.ts',
  ],
  [/^rights(?: \[@name\])?: What is kept about you/, 'always: a word’s meaning'],
  [/^What I would change/, 'always: the same'],
  [
    /^You choose who reads them|^Who may read them|who may read your answers/,
    'always: nothing is asked before it is chosen',
  ],
  [/^These are yours alone/, 'always: settings are drawn for whose they are'],
  [/to you alone/, 'always: the face is drawn for its mentor and nobody else (permissions.test.ts)'],
  [/^Feels anxious or on edge → /, 'always: the catalogue’s own examples of support, as they are set'],
  [/what people say stays with those they share it with/, 'always: a digest has totals alone (digest.test.ts)'],
  [/^Nobody else sees or changes them/, 'always: a draft of settings is its owner’s (permissions-forms.test.ts)'],
  [
    /^Nobody is told that you opened this|^Opening this tells nobody/,
    'always: answered from memory, without a transaction',
  ],
  [/^Only the coordinator/, 'the mentee’s choice, by name'],
  [/^No birthday is kept|^Only you and your coordinator see it/, 'always: a yes or no (own-data/adult.test.ts)'],
  // ---- a pack
  [
    /^(?:The mentee can read our goals|Whoever checks the mentor|We meet and write to each other|They will share only what|No reason is needed, and nobody will be cross)/,
    'always: the agreement’s own words, as they were signed',
  ],
  [/^From outside, an assessor and quality assurers may read/, 'whether it is for a unit: pack/look.test.ts'],
  [
    /^(?:An assessor and quality assurers read|Maya Okafor, the coordinator and whoever assesses it read this)/,
    'always: whoever is handed the file reads it',
  ],
  [
    /^(?:This is about what is handed in, and nothing else|What you let somebody from outside read on a page stays as you chose it there|What nobody answered about stays out|If you do nothing, none of your words are in it|What your mentor hands in holds only what you said is fine|Numbers stay in it)/,
    'always: without a choice nothing stands (features/shared/pack-source.ts, pack/look.test.ts)',
  ],
  [/^Nobody is told (?:what you chose|if you looked)|^You are not told who looked/, 'always: silence-alike.test.ts'],
  [/^(?:Counts alone: nothing that|Nobody has to look)/, 'always: no choice is read for it (pack/pack.test.ts)'],
  [/^The pack waits for it|^A pack waits for you/, 'what of its hits is undecided: pack/pack.test.ts'],
  [/^It could not be made, and nothing is lost/, 'its state, failed: a try changes no record (pack/pack.test.ts)'],
  [/^What stands in their place says only/, 'what would stand in place of each hit that is open'],
  [
    /^(?:Name nobody who is mentored|All of it may stay empty|Nothing has been entered yet|Everything on record stays as it is)/,
    'always: letting a pack go touches no record; the outcomes that stand',
  ],
  [/^These are figures that a program can see/, 'always: readiness is worked out of facts'],
  // ---- what waits
  [
    /^Nothing waits for you|things? waits?\b|^In the programme \d+ things? waits?/,
    'what waits: home/what-waits.test.ts, and below',
  ],
  [/What waits for you, and what is next|reminder of a record that waits/i, 'always: a word’s meaning; a setting'],
  [/^Nothing is planned/, 'the next sessions of the reader'],
  [/^Nothing starts until you sign/, 'always: no session counts before it (field.md#signed-first)'],
  [/not written/, 'the records of ended sessions'],
  // ---- what stays, and where
  [/can(?:’t|not) stay (?:private|between you)/, 'always: the limits of confidentiality'],
  [/what (?:we say .*)?stays (?:private|between)/i, 'always: the agreement’s own words'],
  [
    /what was answered stays, and it can be brought back/,
    'always: retiring is a date (coordinate/question-sets.test.ts)',
  ],
  [/^(?:The mentor|I) kept to what/, 'always: the words of a question'],
  [/answers to the old words stay in the same trend/, 'always: trends go by key'],
  [/^What you write in forms is kept here, not in messages/, 'always: architecture.md#private-words-only-in-forms'],
  [/it is kept, and counts no hours|^Nobody came/, 'always: a no-show is kept and zero (record.ts)'],
  [/is kept about me|tick to keep|keeps? it/i, 'a button’s name'],
  [/kept (?:beside|apart)/, 'the session: planned afterwards, or a contact'],
  // ---- whose word, and who is told
  [/I wrote this about a session that took place/, 'the mentor’s own word as they sign'],
  [/\b(?:told|will be told)\b/, 'who has an account: told-now.ts'],
  [
    /will both see it|Both of you sign|right for both of you/i,
    'always: an agreement and a plan are of two; a group’s says “each”',
  ],
  [/^A text to 999 works only if you have signed up/, 'always: emergencySMS (src/domain/defaults/helplines.ts)'],
  [/^I did not understand that, and I have kept none of it/, 'always: no row is written (concern/typed.test.ts)'],
  [/^If it can’t wait, ring:$/, 'the contacts that are set; no state'],
  [
    /^The (lead|deputy) reads it too if they have a message about this here/,
    'always: `haveIt` draws anew what each of them has, and sends nothing (concern/tell-lead.test.ts)',
  ],
  [
    /^“I have it” tells /,
    'always: `haveIt` draws anew what these three have, and no other (concern/tell-lead.test.ts)',
  ],
  [/^I know nobody|^Nobody found/, 'the people, as they were typed'],
  // ---- reviews, changes of practice, reflection, looking back
  [
    /^(?:Who reads this: you|You, .*coordinator|Maya Okafor and Grace Lindqvist|You and Grace Lindqvist|What Maya Okafor can read)/,
    'who is allocated, and the two: shared/who-reads.ts (features/review, features/change-practice)',
  ],
  [/that both of you could see you do/, 'always: how the field is called'],
  [/What you two said|what you two said/, 'the conversation’s two, as noted (features/review/sides.test.ts)'],
  [/^It counts only if you say that it was so/, 'always: `isAttested`'],
  [/wrote that you said|^Maya Okafor wrote this for you/, 'the change, as its mentor wrote it'],
  [/^“.*” Your mentor can read that|^Maya Okafor can see it now/, 'the mentee’s own word, as they gave it'],
  [/^After two meetings you can see here/, 'always: `sessionsToFollow`'],
  [/nothing says what followed/, 'the change’s words since'],
  [
    /draft|Once you declare it|until you declare it|Then the coordinator and|You can change it at any time, and lose nothing|Others see how many versions/,
    'always: a draft is read by nobody else (features/reflect/kept-apart.test.ts)',
  ],
  [/^Which moment of your mentoring stays/, 'always: a question of the scaffold'],
  [
    /^It may stay empty|^\(optional\): You can leave this out|^You can leave this out|then nothing changes/,
    'always: the field may be empty',
  ],
  [/nothing yet\.?$|^Nothing yet\.$/i, 'what was written so far: none'],
  [/^Only Priya Nair can read|^At the end of these you can choose|^Who may read this\?/, '`mayReadReview`'],
  [/^Your mentee is asked in their own time/, 'always: a mentor’s own view is read by no mentee (`mayReadReview`)'],
  [/^Your own view can be written until|^Nobody has to say anything here/, 'the form’s own date; always'],
  [/^You wrote: “/, 'the answer, as it is'],
  [/^What stays: the hours, records and goals/, 'the portfolio: shared/erased-part.ts'],
];

const found = cards.flatMap(({ file, text }) =>
  sentencesOf(text)
    .filter((s) => claims.test(s))
    .map((sentence) => ({ file, sentence })),
);

describe('every golden sentence that claims how things stand', () => {
  test('there are such', () => expect(found.length).toBeGreaterThan(40));

  test('says in a row what it is drawn from', () => {
    const without = found.filter(({ sentence }) => !rows.some(([says]) => says.test(sentence)));
    expect([...new Set(without.map((f) => f.sentence))]).toEqual([]);
  });

  test('counts nobody as two who may be more, and calls nothing hidden that others read', () => {
    const untrue = /\byou two\b(?! said)|only you can see this|both of you can read/i;
    expect(found.filter(({ sentence }) => untrue.test(sentence))).toEqual([]);
  });
});

const sum = (all: readonly number[]): number => all.reduce((n, x) => n + x, 0);
const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
const titled = new RegExp(`^(?:${Object.values(titles).join('|')}): (\\d+)\\.?$`, 'gm');
/** The lines from one heading to the next of these, without it. */
const part = (text: string, from: RegExp, to: RegExp): string => {
  const [, after = ''] = text.split(from);
  return after.split(to)[0] ?? '';
};

describe('its numbers are those of what stands beneath', () => {
  test.each(cards.filter((c) => c.text.includes('\n# Home\n')))('home: $file', ({ text }) => {
    const body = part(
      text,
      /# Home\n.*(?=\n)/,
      /\n(?:Next session|Your hours.*|Working together|The programme|Times are in.*)\n/,
    );
    const own = body.split('\n').filter((line) => line.startsWith('[')).length;
    expect(numberIn(text, /^(\d+) things? waits? for you/m)).toBe(own);
    if (own === 0 && !text.includes('In the programme')) expect(text).toContain('Nothing waits for you.');
    const programme = part(text, /\nThe programme\n/, /\n\[People\]/);
    const counted = sum([...programme.matchAll(titled)].map((m) => Number(m[1])));
    const inAll = numberIn(text, /In the programme (\d+)/) + numberIn(text, /and (\d+) in the programme/);
    // One thing alone stands as its own sentence, without a number.
    expect(inAll).toBeGreaterThanOrEqual(counted);
    if (counted > 0 || text.includes('\nThe programme\n'))
      expect(inAll - counted).toBeLessThan(Object.keys(titles).length);
  });

  test.each(cards.filter((c) => c.text.includes('\n# People\n')))('people: $file', ({ text }) => {
    const counted = sum([...text.matchAll(titled)].map((m) => Number(m[1])));
    expect(numberIn(text, /(\d+) things? waits?\./)).toBe(counted);
  });

  test.each(cards.filter((c) => c.text.includes('Records made at the time: ')))('the digest: $file', ({ text }) => {
    const sessions = [...text.matchAll(/^Sessions: (\d+)$/gm)].map((m) => Number(m[1]));
    const records = [...text.matchAll(/^Records made at the time: (?:(\d+) of (\d+)|none yet)$/gm)];
    expect(records).toHaveLength(sessions.length);
    for (const [i, m] of records.entries()) {
      expect(Number(m[2] ?? 0)).toBeLessThanOrEqual(sessions[i] ?? 0);
      expect(Number(m[1] ?? 0)).toBeLessThanOrEqual(Number(m[2] ?? 0));
    }
  });

  test.each(cards.filter((c) => /\d+ sessions are coming|One session is coming/.test(c.text)))(
    'sessions: $file',
    ({ text }) => {
      const body = text.split('\n# Coming up\n')[1] ?? '';
      const n = /One session is coming/.test(body) ? 1 : numberIn(body, /(\d+) sessions are coming/);
      expect(body.match(/^When: /gm) ?? []).toHaveLength(n);
    },
  );
});
