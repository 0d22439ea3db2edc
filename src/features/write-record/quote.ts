import { sentence } from '../../chat/card.js';
import { type Answers, longestText, type Problem, textOf } from '../../chat/form.js';
import type { Quote, Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import { actualSpan, type Session } from '../../domain/session.js';
import type { SessionId } from '../../kernel/ids.js';
import { clean, cleanLine, mentionMark, shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { sessionOf } from '../shared/guards.js';
import { openRecord } from './open.js';

/**
 * What somebody said in the chat, quoted into the private draft of a record: its words go from the request into the
 * draft, and into no message. Where several records wait, a form of its own holds the quotation until one is chosen.
 */

/** A quotation is evidence beside the mentor's own words, and leaves room for them. */
const longestQuote = 1_500;
/** With less room than this a quotation would say nothing. */
const leastRoom = 80;
/** What happened: the record's key points, on its first step. */
const field = 'happened';
const step = 'minute';
/** How many sessions are offered; more than this wait for nobody. */
const mostOffered = 10;

const nameOf = (people: readonly Person[], account: Quote['author']): string | undefined =>
  people.find((p) =>
    p.accounts.some(
      (a) =>
        account !== null && a.platform === account.platform && a.tenant === account.tenant && a.user === account.user,
    ),
  )?.name;

/** The quotation as it will stand: who said it, when, and what; cut visibly where it is long. Empty: no words in it. */
async function wordsOf(quote: Quote, work: ActorWork): Promise<string> {
  const people = [...(await work.people()).values()];
  const said = quote.text
    .slice(0, 40_000)
    .split(new RegExp(`${mentionMark}(\\d+)\uE001`))
    .map((piece, i) =>
      i % 2 === 1 ? `@${nameOf(people, quote.mentions[Number(piece)] ?? null) ?? 'somebody'}` : cleanPiece(piece),
    )
    .join('');
  if (clean(said) === '') return '';
  const who = nameOf(people, quote.author) ?? (cleanLine(quote.authorName ?? '').slice(0, 80) || 'Somebody');
  const when = showMoment(quote.at, work.actor.zone, work.actor.locale);
  // In front, so that it stays whatever is cut.
  const where = quote.link === undefined ? '' : ` (${quote.link})`;
  return `${who}, ${when}${where}: “${shorten(clean(said), longestQuote)}”`;
}

/** `clean`, with the white space around it: it is one piece of several. */
const cleanPiece = (piece: string): string => clean(`x${piece}x`).slice(1, -1);

/** @param waiting the actor's sessions whose records wait, the latest first */
export async function quoteInto(quote: Quote, waiting: readonly Session[], work: ActorWork): Promise<Reply> {
  const words = await wordsOf(quote, work);
  if (words === '')
    return replyWith(
      'The record',
      'There are no words in that message to quote. Type log to write the record yourself.',
    );
  const [only] = waiting;
  if (only === undefined)
    return replyWith(
      'The record',
      'No session of yours waits for its record, so nothing was quoted. Once one has begun, do this again; type sessions to see what is coming.',
    );
  if (waiting.length === 1) return into(only, words, work);
  return work.forms.open('quote', quote.ref, { values: { words, session: only.id }, rows: {} }, {});
}

/** Puts the words into the draft of this session's record, once, and opens it where they stand. */
async function into(session: Session, words: string, work: ActorWork): Promise<Reply> {
  const opened = await openRecord(session, work);
  if (opened.kind !== 'form') return opened;
  const draft = await work.rows.drafts.get(opened.view.draft);
  if (draft === undefined) return opened;
  const before = textOf(draft.answers.values, field);
  const shown = (notice: string): Promise<Reply> =>
    work.forms.open('record', session.id, draft.answers, { notice: literal(notice) });
  // The same message, said by the same person at the same time: its beginning is there already.
  if (before.includes(words.slice(0, words.indexOf('“') + 40)))
    return shown('This message is quoted already, under “What happened”.');
  const room = longestText - before.length - (before === '' ? 0 : 2);
  if (room < leastRoom)
    return shown('“What happened” is full, so nothing was quoted. Make room there, then do it again.');
  const fits = words.length <= room ? words : `${shorten(words, room - 1)}”`;
  const values = { ...draft.answers.values, [field]: before === '' ? fits : `${before}\n\n${fits}` };
  await work.rows.drafts.save({
    ...draft,
    step,
    revision: draft.revision + 1,
    answers: { ...draft.answers, values },
    savedAt: work.now,
  });
  const cut = fits.endsWith('…”') ? ' It was long, so it is cut at the “…”.' : '';
  return shown(
    `The message is quoted under “What happened”.${cut} Change it as you like; it is kept, and not sent yet.`,
  );
}

/** Whose record: where several wait. */
export const quoteFeature = (waitingOf: (work: ActorWork) => Promise<readonly Session[]>): FormFeature => ({
  called: 'a quotation for a record',
  async build({ answers }, work) {
    const waiting = (await waitingOf(work)).slice(0, mostOffered);
    if (waiting.length === 0)
      return sentence(
        'The record',
        'No session of yours waits for its record any more. Type log to see what there is.',
      );
    return {
      id: 'quote',
      title: 'Quote a message',
      submit: 'Quote it',
      concern: 'mentor',
      steps: [
        {
          id: 'quote',
          title: 'Quote a message',
          items: [
            {
              id: 'session',
              kind: 'choice',
              shown: 'buttons',
              of: waiting.map((s) => ({ value: s.id, label: labelOf(s, work) })),
              label: 'Whose record?',
              readers: 'mentor',
            },
            {
              id: 'words',
              kind: 'text',
              lines: 'many',
              max: longestText,
              label: 'As it will stand there',
              hint: textOf(answers.values, 'words').endsWith('…”') ? 'It was long, so it is cut at the “…”.' : '',
              readers: 'both',
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work): Promise<Reply | { readonly problems: readonly Problem[] }> {
    return into(await chosen(answers, work), textOf(answers.values, 'words'), work);
  },
});

const chosen = (answers: Answers, work: ActorWork): Promise<Session> =>
  sessionOf(work, textOf(answers.values, 'session') as SessionId);

const labelOf = (s: Session, work: ActorWork): string =>
  `${shorten(s.title, 40)}, ${showMoment(actualSpan(s).from, work.actor.zone, work.actor.locale)}`;
