import { render } from 'preact-render-to-string';
import type { Card } from '../../../src/chat/card.js';
import type { MessageRef, PlacedFile } from '../../../src/chat/inbound.js';
import { plain, type Reader } from '../../../src/chat/text.js';
import { local, showMoment } from '../../../src/kernel/zoned.js';
import type { LocalMessage, LocalPerson } from '../../../src/ports/local-chat.js';
import { CardView, inPlace } from '../card.js';
import { ChatIcon, CrossIcon, LockIcon, SendIcon } from '../icons.js';
import { Moment } from '../words.js';
import { paths, writePlace } from './paths.js';
import type { PrivateNote } from './remembered.js';
import type { Frame } from './side.js';

/** What a conversation shows. */
export interface Talk {
  /** What the conversation had seen when this was read, as `Live.version` counts it. */
  readonly version: string;
  /** Oldest first. */
  readonly messages: readonly LocalMessage[];
  readonly notes: readonly PrivateNote[];
  filesOf(ref: MessageRef): ReadonlyMap<string, PlacedFile> | undefined;
  /** The entry that takes the focus: what was just pressed on, or just said in private. */
  readonly focus?: string;
}

type Entry =
  | { readonly kind: 'message'; readonly at: number; readonly message: LocalMessage }
  | { readonly kind: 'note'; readonly at: number; readonly note: PrivateNote };

/** Messages and private notes in one order: a note stands below the message that was the newest when it was made. */
export function inOrder(messages: readonly LocalMessage[], notes: readonly PrivateNote[]): readonly Entry[] {
  const known = new Set(messages.map((m) => m.ref));
  const oldest = messages[0]?.postedAt ?? Number.NEGATIVE_INFINITY;
  const below = new Map<MessageRef | null, PrivateNote[]>();
  const newest = messages.at(-1)?.ref ?? null;
  for (const note of notes) {
    // What a form closed with is told by the card that came of it: a new one, or the newest, which was drawn again.
    if (note.receipt === true && (note.after !== newest || (messages.at(-1)?.editedAt ?? 0) >= note.at)) continue;
    // Its message has left the list: so has the note, unless it is newer than what is left.
    const after = note.after !== null && known.has(note.after) ? note.after : null;
    if (after === null && note.after !== null && note.at < oldest) continue;
    below.set(after, [...(below.get(after) ?? []), note]);
  }
  const notesOf = (ref: MessageRef | null): Entry[] =>
    (below.get(ref) ?? []).map((note) => ({ kind: 'note', at: note.at, note }));
  return [
    ...notesOf(null),
    ...messages.flatMap((message): Entry[] => [
      { kind: 'message', at: message.postedAt, message },
      ...notesOf(message.ref),
    ]),
  ];
}

function byDay(entries: readonly Entry[], zone: string): readonly { date: string; entries: Entry[] }[] {
  const days: { date: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const { date } = local(entry.at, zone);
    const day = days.at(-1);
    if (day?.date === date) day.entries.push(entry);
    else days.push({ date, entries: [entry] });
  }
  return days;
}

function dayInWords(at: number, now: number, reader: Reader): string {
  const day = showMoment(at, reader.zone, reader.locale, 'date');
  return local(at, reader.zone).date === local(now, reader.zone).date ? `Today, ${day}` : day;
}

const messageId = (ref: MessageRef): string => `m-${ref}`;
const focused = (yes: boolean) => (yes ? { tabIndex: -1, autofocus: true } : {});

/** Whether a card only tells: nothing can be done with it, and there is no picture, file or bar to look at. */
const onlyTells = (card: Card): boolean =>
  card.blocks.every((b) => b.kind === 'text' || b.kind === 'list' || b.kind === 'facts' || b.kind === 'divider');

/** When a card was last changed (ms), where its reader can tell that from when it was posted, and whether on that day. */
function editedAsShown({ postedAt, editedAt }: LocalMessage, zone: string) {
  const [posted, edited] = [local(postedAt, zone), local(editedAt ?? postedAt, zone)];
  const sameDay = posted.date === edited.date;
  return { edited: sameDay && posted.time === edited.time ? null : editedAt, sameDay };
}

/** A card that is over, as one line; what it held is behind it, where it holds more than the line says. */
function FoldedMessage({ message, frame, talk }: { message: LocalMessage; frame: Frame; talk: Talk }) {
  const { card } = message;
  const id = messageId(message.ref);
  const gist = plain(card.summary, frame.reader);
  const [first, ...others] = card.blocks;
  const more = others.length > 0 || first?.kind !== 'text' || plain(first.text, frame.reader) !== gist;
  const line = (
    <>
      <h3 class="card-title" id={`${id}-title`} dir="auto">
        {card.title}
      </h3>
      <span class="gist" dir="auto">
        {gist}
      </span>
      {/* When it was said: it stands under that day, wherever later news of it came from. */}
      <span class="when">
        <Moment at={message.postedAt} as="time" reader={frame.reader} />
      </span>
    </>
  );
  return (
    <li class="entry folded">
      <article class="card" id={id} aria-labelledby={`${id}-title`} {...focused(talk.focus === message.ref)}>
        {more ? (
          <details id={`${id}-all`}>
            <summary>{line}</summary>
            <CardView
              card={card}
              reader={frame.reader}
              untitled
              place={{ press: '', nonce: frame.nonce, from: writePlace(frame.place), id, level: 3 }}
            />
          </details>
        ) : (
          <div class="line">{line}</div>
        )}
      </article>
    </li>
  );
}

function MessageEntry({ message, frame, talk }: { message: LocalMessage; frame: Frame; talk: Talk }) {
  const id = messageId(message.ref);
  const files = talk.filesOf(message.ref);
  const { edited, sameDay } = editedAsShown(message, frame.reader.zone);
  return (
    <li class="entry">
      <span class="mark" aria-hidden="true">
        M
      </span>
      <article class="card" id={id} aria-labelledby={`${id}-title`} {...focused(talk.focus === message.ref)}>
        <p class="when">
          <Moment at={message.postedAt} as="time" reader={frame.reader} />
          {edited !== null && (
            <span class="edited">
              {' · edited '}
              <Moment at={edited} as={sameDay ? 'time' : 'date'} reader={frame.reader} />
            </span>
          )}
        </p>
        <CardView
          card={message.card}
          reader={frame.reader}
          place={{
            press: paths.press(frame.me.user),
            nonce: frame.nonce,
            from: writePlace(frame.place),
            on: { ref: message.ref, drawn: message.drawn },
            id,
            level: 3,
            live: true,
            ...(files === undefined ? {} : { files }),
          }}
        />
      </article>
    </li>
  );
}

function DismissButton({ note, frame, live }: { note: PrivateNote; frame: Frame; live: boolean }) {
  const action = paths.dismiss(frame.me.user);
  return (
    <form class="dismiss" method="post" action={action} {...(live ? inPlace(action) : {})}>
      <input type="hidden" name="from" value={writePlace(frame.place)} />
      <input type="hidden" name="note" value={note.id} />
      <button type="submit" class="quiet icon-only" id={`dismiss-${note.id}`}>
        <CrossIcon />
        <span class="unseen">Dismiss</span>
      </button>
    </form>
  );
}

/** A private word. `live`: it stands in a conversation, which is redrawn in place. */
export function ToldNote({
  note,
  frame,
  focus,
  live,
}: {
  note: PrivateNote;
  frame: Frame;
  focus: boolean;
  live: boolean;
}) {
  if (note.what.kind !== 'told') return null;
  const id = `n-${note.id}`;
  return (
    <article class="card private" id={id} aria-labelledby={`${id}-title`} {...focused(focus)}>
      <div class="private-line">
        <p>
          <LockIcon />
          Shown to you alone
        </p>
        <DismissButton note={note} frame={frame} live={live} />
      </div>
      <CardView
        card={note.what.card}
        reader={note.what.reader}
        place={{
          press: paths.press(frame.me.user),
          nonce: frame.nonce,
          from: writePlace(frame.place),
          id,
          level: 3,
          ...(live ? { live } : {}),
        }}
      />
    </article>
  );
}

function NoteEntry({ note, frame, talk }: { note: PrivateNote; frame: Frame; talk: Talk }) {
  if (note.what.kind === 'typed')
    return (
      <li class="entry mine">
        <p class="typed" dir="auto">
          <span class="unseen">You typed: </span>
          {note.what.text}
        </p>
      </li>
    );
  return (
    <li class="entry">
      <span class="mark" aria-hidden="true">
        M
      </span>
      <ToldNote note={note} frame={frame} focus={talk.focus === note.id} live />
    </li>
  );
}

function SayButton({ frame, text, label }: { frame: Frame; text: string; label: string }) {
  return (
    <form method="post" action={paths.say(frame.me.user)} {...inPlace(paths.say(frame.me.user))}>
      <input type="hidden" name="nonce" value={frame.nonce} />
      <input type="hidden" name="from" value={writePlace(frame.place)} />
      <button type="submit" class="button plain" name="text" value={text}>
        {label}
      </button>
    </form>
  );
}

function Empty({ frame }: { frame: Frame }) {
  const channel = frame.place.kind === 'channel';
  const mentee = menteeFor(frame);
  return (
    <div class="empty">
      <ChatIcon />
      <h2>
        {channel ? (
          <>
            Nothing in <bdi>{`#${frame.place.name}`}</bdi> yet
          </>
        ) : (
          <>
            Hello, <bdi>{frame.me.name}</bdi>
          </>
        )}
      </h2>
      <p>
        {channel
          ? 'The programme’s digest is posted here for everyone: hours and sessions, never names or what was said.'
          : 'Mentorlog writes to you here when something needs you. You can ask it for things at any time.'}
      </p>
      {mentee !== undefined && (
        <p>
          To begin with a mentee, type <strong>{`start @${mentee.user}`}</strong> below.
        </p>
      )}
      <div class="buttons">
        <SayButton frame={frame} text="help" label="Show what I can ask" />
        <a class="button plain" href={paths.place({ kind: 'home', user: frame.me.user })}>
          See what waits for me
        </a>
      </div>
    </div>
  );
}

/** The newest entry's time of change, by which the next redrawing knows what is new. */
const seenOf = (talk: Talk): string =>
  `${talk.messages.at(-1)?.ref ?? '-'}|${Math.max(0, ...talk.messages.map((m) => m.editedAt ?? 0))}`;

/** The list of messages: redrawn alone when something changes. */
export function TalkView({ talk, frame }: { talk: Talk; frame: Frame }) {
  const newest = talk.messages.at(-1);
  const days = byDay(inOrder(talk.messages, talk.notes), frame.reader.zone);
  return (
    <div id="talk" data-version={talk.version}>
      <input type="hidden" id="seen" name="seen" value={seenOf(talk)} />
      {days.length === 0 && <Empty frame={frame} />}
      {days.map((day) => (
        <section key={day.date} class="day">
          <h2>
            <span>{dayInWords(day.entries[0]?.at ?? 0, frame.now, frame.reader)}</span>
          </h2>
          <ol>
            {day.entries.map((entry) =>
              entry.kind === 'message' && entry.message !== newest && onlyTells(entry.message.card) ? (
                <FoldedMessage key={entry.message.ref} message={entry.message} frame={frame} talk={talk} />
              ) : entry.kind === 'message' ? (
                <MessageEntry key={entry.message.ref} message={entry.message} frame={frame} talk={talk} />
              ) : (
                <NoteEntry key={entry.note.id} note={entry.note} frame={frame} talk={talk} />
              ),
            )}
          </ol>
        </section>
      ))}
    </div>
  );
}

/** Whom a mentor could begin with; undefined for everybody else. */
const menteeFor = (frame: Frame): LocalPerson | undefined =>
  /\bmentor\b/i.test(frame.me.role) && frame.place.kind !== 'channel'
    ? frame.people.find((p) => p.user !== frame.me.user && /\bmentee\b/i.test(p.role))
    : undefined;

/** An example that whoever writes could really type: nothing can be planned before the first agreement. */
function exampleFor(frame: Frame, talk: Talk): string {
  const mentee = menteeFor(frame);
  if (mentee === undefined) return 'help';
  return talk.messages.length === 0 ? `start @${mentee.user}` : `plan @${mentee.user} tomorrow 3pm 45m Phone calls`;
}

function Composer({ frame, talk, swapped }: { frame: Frame; talk: Talk; swapped?: true }) {
  const action = paths.say(frame.me.user);
  return (
    <form
      id="composer"
      class="composer"
      method="post"
      action={action}
      {...inPlace(action)}
      hx-sync="this:drop"
      autocomplete="off"
      {...(swapped ? { 'hx-swap-oob': 'true' } : {})}
    >
      <input type="hidden" name="nonce" value={frame.nonce} />
      <input type="hidden" name="from" value={writePlace(frame.place)} />
      <label class="unseen" for="say">
        {`Write to Mentorlog as ${frame.me.name}`}
      </label>
      <input
        id="say"
        name="text"
        type="text"
        dir="auto"
        enterkeyhint="send"
        placeholder={`For example: ${exampleFor(frame, talk)}`}
      />
      <button type="submit" class="button main send" id="send">
        <SendIcon />
        <span>Send</span>
      </button>
    </form>
  );
}

/** A conversation: the messages in a region that starts at its newest, and the line to type in below. */
export function ConversationBody({ talk, frame }: { talk: Talk; frame: Frame }) {
  return (
    <>
      <div
        hidden
        hx-get={paths.talk(frame.place)}
        hx-trigger="sse:changed"
        hx-include="#seen"
        hx-target=".scroller"
        hx-swap="innerHTML"
        hx-sync="this:queue last"
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever uses the keyboard must be able to scroll it */}
      <section class="scroller" aria-label="Messages" tabIndex={0}>
        <TalkView talk={talk} frame={frame} />
      </section>
      <Composer frame={frame} talk={talk} />
    </>
  );
}

/** What is new in a list since it was last drawn, in words, for those who hear the page. */
export function newsSince(seen: string, talk: Talk, reader: Reader): string {
  const [ref = '-', edited = '0'] = seen.split('|');
  const from = talk.messages.findIndex((m) => m.ref === ref);
  const added = from === -1 && ref !== '-' ? [] : talk.messages.slice(from + 1);
  const changed = talk.messages.filter((m) => (m.editedAt ?? 0) > Number(edited) && !added.includes(m));
  if (added.length > 3) return `${added.length} new messages`;
  return [
    ...added.map((m) => `New message: ${plain(m.card.summary, reader)}`),
    ...changed.map((m) => `Changed: ${plain(m.card.summary, reader)}`),
  ].join('. ');
}

/**
 * The list alone, as an answer to a page that is open. `composed`: something was just typed, so that the line to
 * type in is drawn anew, empty.
 */
export function talkFragment(talk: Talk, frame: Frame, news: string, composed: boolean): string {
  return render(
    <>
      <TalkView talk={talk} frame={frame} />
      <p id="heard" hx-swap-oob="innerHTML">
        {news}
      </p>
      <div id="alert" hx-swap-oob="innerHTML" />
      {composed && <Composer frame={frame} talk={talk} swapped />}
    </>,
  );
}
