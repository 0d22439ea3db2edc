import type { Reader } from '../../../src/chat/text.js';
import { showMoment, zoneName } from '../../../src/kernel/zoned.js';
import type { LocalPerson } from '../../../src/ports/local-chat.js';
import { CareIcon, ChatIcon, CheckIcon, ClockIcon, HashIcon, HomeIcon, MenuIcon } from '../icons.js';
import { type Place, paths, writePlace } from './paths.js';

/** What every page of a person shows around its own content. */
export interface Frame {
  readonly me: LocalPerson;
  readonly reader: Reader;
  readonly people: readonly LocalPerson[];
  readonly channels: readonly string[];
  readonly place: Place;
  /** The domain's clock (ms). */
  readonly now: number;
  readonly movable: boolean;
  readonly practice: boolean;
  /** Other programs answer on these pages too. */
  readonly several: boolean;
  /** Fresh with every rendering. */
  readonly nonce: string;
  /** The path of the page's stream of changes. */
  readonly stream: string;
  /** A script asked for this page: it takes the focus to its heading itself. */
  readonly swapped: boolean;
}

/** The ways to move the clock: what is posted, and what the button says. */
export const clockSteps = [
  { by: '15m', label: '+15 min', ms: 15 * 60_000 },
  { by: '1h', label: '+1 h', ms: 60 * 60_000 },
  { by: '1d', label: '+1 day', ms: 24 * 60 * 60_000 },
] as const;

/** The first letters of the first and the last name. */
export function initials(name: string): string {
  const first = (word: string): string => {
    for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(word)) return segment;
    return '';
  };
  const words = name.trim().split(/\s+/);
  const both = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return both
    .map((w) => first(w ?? ''))
    .join('')
    .toUpperCase();
}

/** One of six colours, always the same for one person. */
const colourOf = (user: string): number => [...user].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 6, 0);

export function Avatar({ person }: { person: LocalPerson }) {
  return (
    <span class={`avatar c${colourOf(person.user)}`} aria-hidden="true">
      {initials(person.name)}
    </span>
  );
}

export function Badge({ practice }: { practice: boolean }) {
  return practice ? (
    <span class="badge" title="The clock was moved here, so nothing in this database is evidence.">
      Practice data
    </span>
  ) : null;
}

export function Brand({ frame }: { frame: Frame }) {
  return (
    <div class="brand-row">
      <a class="brand" href={paths.person(frame.me.user)}>
        <span class="mark" aria-hidden="true">
          M
        </span>
        <span class="brand-word">Mentorlog</span>
      </a>
      <Badge practice={frame.practice} />
    </div>
  );
}

export function Places({ frame }: { frame: Frame }) {
  const user = frame.me.user;
  const is = (place: Place): 'page' | undefined =>
    paths.place(place) === paths.place(frame.place) ? 'page' : undefined;
  const home: Place = { kind: 'home', user };
  const direct: Place = { kind: 'direct', user };
  return (
    <nav aria-label="Conversations">
      <ul class="places">
        <li>
          <a href={paths.place(home)} aria-current={is(home)}>
            <HomeIcon />
            Home
          </a>
        </li>
        <li>
          <a href={paths.place(direct)} aria-current={is(direct)}>
            <ChatIcon />
            Mentorlog
          </a>
        </li>
        {frame.channels.map((name) => {
          const channel: Place = { kind: 'channel', user, name };
          return (
            <li key={name}>
              <a href={paths.place(channel)} aria-current={is(channel)}>
                <HashIcon />
                <bdi>{name}</bdi>
              </a>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

export function People({ frame, id }: { frame: Frame; id: string }) {
  return (
    <nav aria-labelledby={id}>
      <h2 class="side-title" id={id}>
        Switch person
      </h2>
      <ul class="people">
        {frame.people.map((person) => {
          const mine = person.user === frame.me.user;
          return (
            <li key={person.user}>
              <a href={paths.place({ ...frame.place, user: person.user })} aria-current={mine ? 'true' : undefined}>
                <Avatar person={person} />
                <span class="who">
                  <span class="name" dir="auto">
                    {person.name}
                  </span>
                  <span class="role" dir="auto">
                    {person.role}
                    {mine && <span class="unseen"> · this is you</span>}
                  </span>
                </span>
                {mine && <CheckIcon />}
              </a>
            </li>
          );
        })}
        <li>
          <a href={paths.somebodyNew}>
            <span class="who">
              <span class="name">Somebody new</span>
            </span>
          </a>
        </li>
      </ul>
    </nav>
  );
}

/** What the clock shows, in words: its day, time and zone. */
export const clockInWords = (now: number, reader: Reader): string =>
  `${showMoment(now, reader.zone, reader.locale)} ${zoneName(now, reader.zone, reader.locale)}`;

export function Clock({ frame, id }: { frame: Frame; id: string }) {
  return (
    <section class="clock" aria-labelledby={id}>
      <h2 class="side-title" id={id}>
        {frame.movable ? 'Clock you can move' : 'Time'}
      </h2>
      <p class="now">
        <ClockIcon />
        <span hx-get={paths.clock(frame.me.user)} hx-trigger="sse:moved, every 30s" hx-swap="innerHTML">
          {clockInWords(frame.now, frame.reader)}
        </span>
      </p>
      {frame.movable && (
        <form method="post" action={paths.clock(frame.me.user)} hx-post={paths.clock(frame.me.user)} hx-swap="none">
          <input type="hidden" name="from" value={writePlace(frame.place)} />
          {clockSteps.map((s) => (
            <button key={s.by} type="submit" class="button plain small" name="by" value={s.by} id={`${id}-${s.by}`}>
              {s.label}
            </button>
          ))}
        </form>
      )}
    </section>
  );
}

/** "Worried about someone?": a press like any other, that needs no subject. */
export function Concern({ frame }: { frame: Frame }) {
  return (
    <form method="post" action={paths.press(frame.me.user)}>
      <input type="hidden" name="nonce" value={frame.nonce} />
      <input type="hidden" name="from" value={writePlace(frame.place)} />
      <input type="hidden" name="verb" value="concern.open" />
      <input type="hidden" name="subject" value="-" />
      <button type="submit" class="quiet concern" id="concern">
        <CareIcon />
        <span>
          Worried<span class="rest"> about someone</span>?
        </span>
      </button>
    </form>
  );
}

/** The person and the place, as one button above everything else that a narrow window has no room for. */
export function Menu({ frame }: { frame: Frame }) {
  const where = frame.place.kind === 'channel' ? `#${frame.place.name}` : frame.place.kind === 'home' ? 'Home' : '';
  // Where one is comes first: of a line that is too long the end is left out.
  const below = [where, frame.practice ? 'Practice data' : ''].filter((w) => w !== '').join(' · ');
  return (
    <details class="menu">
      <summary>
        <Avatar person={frame.me} />
        <span class="who">
          <span class="name" dir="auto">
            {frame.me.name}
          </span>
          <span class="role" dir="auto">
            {below === '' ? frame.me.role : below}
          </span>
        </span>
        <MenuIcon />
        <span class="unseen">: switch person, conversation or time</span>
      </summary>
      <div class="menu-body">
        <Places frame={frame} />
        <People frame={frame} id="people-narrow" />
        <Clock frame={frame} id="clock-narrow" />
      </div>
    </details>
  );
}
