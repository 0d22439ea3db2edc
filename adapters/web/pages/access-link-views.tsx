import { createHmac, timingSafeEqual } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Card } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Reader } from '../../../src/chat/text.js';
import { isOutsiders, isUsedUp, type LinkPurpose } from '../../../src/domain/access-link.js';
import type { Ids } from '../../../src/kernel/ids.js';
import { showMoment, zoneName } from '../../../src/kernel/zoned.js';
import type { LinkSeen } from '../../../src/ports/access-links.js';
import { assetPath } from '../assets.js';
import { CardView } from '../card.js';
import { FormPage } from '../form.js';
import { CareIcon } from '../icons.js';

/** Pages for somebody without an account: no script at all, nothing around what is asked, no way to anywhere else but whom to tell. */

/** A nonce that only this token's own pages carry: it needs no memory, so it outlives a restart. */
export function pageNonce(token: string, ids: Ids): string {
  const id = ids.next('nonce');
  return `${id}-${sealOf(token, id)}`;
}

/** Whether a page of this very token was sent. */
export function isOwnNonce(token: string, nonce: string): boolean {
  const [id = '', ...rest] = nonce.split('-');
  const given = Buffer.from(rest.join('-'));
  const wanted = Buffer.from(sealOf(token, id));
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

const sealOf = (token: string, id: string): string =>
  createHmac('sha256', token).update(`page:${id}`).digest('base64url').slice(0, 22);

function Page({ title, practice, children }: { title: string; practice: boolean; children: ComponentChildren }) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex, nofollow" />
        <title>{`${title} · Mentorlog`}</title>
        <link rel="icon" href={assetPath('/icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('/style.css')} />
      </head>
      <body>
        <div class="app alone">
          <header class="bar">
            <div class="brand-row">
              <span class="brand">
                <span class="mark" aria-hidden="true">
                  M
                </span>
                Mentorlog
              </span>
              {practice && <span class="badge">Practice data</span>}
            </div>
          </header>
          <main id="main" tabIndex={-1}>
            {children}
          </main>
        </div>
      </body>
    </html>
  );
}

export const linkDocument = (title: string, practice: boolean, body: ComponentChildren): string =>
  `<!doctype html>${render(
    <Page title={title} practice={practice}>
      {body}
    </Page>,
  )}`;

/** Numbers for everybody, and for whom they are drawn. */
export interface WhomToCall {
  readonly card: Card;
  readonly reader: Reader;
}

/**
 * A page that says one thing. `whom`: where it stands in the way of what was wanted, whom to call stands on it, and whom
 * to tell is one step away; null where the numbers themselves cannot be had.
 */
export const saidPage = (
  title: string,
  lines: readonly string[],
  practice: boolean,
  whom?: WhomToCall | null,
): string =>
  linkDocument(
    title,
    practice,
    <div class="plain-page">
      <h1>{title}</h1>
      {lines.map((line, i) => (
        <p class="words" key={i}>
          {line}
        </p>
      ))}
      {whom != null && (
        <CardView
          card={whom.card}
          reader={whom.reader}
          untitled
          place={{ press: '/concern', nonce: '-', from: 'link', id: 'whom', level: 2 }}
        />
      )}
      {whom !== undefined && (
        <p>
          <a class="quiet concern" href="/concern">
            <CareIcon />
            Worried about someone?
          </a>
        </p>
      )}
    </div>,
  );

export interface LinkPlace {
  readonly path: string;
  readonly nonce: string;
  readonly practice: boolean;
}

const asked: Readonly<Partial<Record<LinkPurpose, { readonly title: string; readonly line: string }>>> = {
  'agreement-answer': {
    title: 'Working with a mentor',
    line: 'Your mentor would like to agree with you how you work together.',
  },
  'session-answers': { title: 'After your session', line: 'Your mentor asks how your last session was for you.' },
  'review-answers': { title: 'All in all', line: 'A few questions about your time with your mentor.' },
  'release-choice': {
    title: 'Shown outside?',
    line: 'Your mentor would like to show somebody from outside what you two wrote, without your name. You choose.',
  },
  'look-back': { title: 'Looking back', line: 'This page is for one person. They can print it here, or save it.' },
  'stakeholder-choice': {
    title: 'May they be asked?',
    line: 'Somebody could be asked how your mentor does. You decide. If you do nothing, nobody is asked.',
  },
  'stakeholder-answers': {
    title: 'Four questions',
    line: 'You see somebody at work who mentors. Four questions, about two minutes. You can leave out any, and you can say no.',
  },
  attestation: {
    title: 'What you saw',
    line: 'You are asked to write down, in your own words, what you saw of somebody’s mentoring. You can say no.',
  },
  'handover-choice': {
    title: 'Another mentor',
    line: 'Your mentor may not be able to go on. You choose what happens next.',
  },
};

function Concern({ place }: { place: LinkPlace }) {
  return (
    <form method="post" action={`${place.path}/concern`}>
      <input type="hidden" name="nonce" value={place.nonce} />
      <button type="submit" class="quiet concern">
        <CareIcon />
        Worried about someone?
      </button>
    </form>
  );
}

/** What opens first: who it is for is not said, for robots that show previews read it too. */
export function landingPage(seen: LinkSeen, place: LinkPlace): string {
  const what = asked[seen.purpose] ?? { title: 'Mentoring', line: 'Somebody asks you something.' };
  // Its person made it for themselves, and may open it again.
  const own = seen.purpose === 'look-back';
  const until = `${showMoment(seen.expiresAt, seen.zone, seen.locale)} ${zoneName(seen.expiresAt, seen.zone, seen.locale)}`;
  return linkDocument(
    what.title,
    place.practice,
    <div class="plain-page">
      <h1>{what.title}</h1>
      {seen.name !== null && (
        <p class="words">
          <bdi>{seen.name}</bdi>, this is for you. This device is lent to you.
        </p>
      )}
      <p class="words">{what.line}</p>
      {!own && (
        <p class="words">
          {seen.witnessed
            ? 'It is kept that you answered on their device. What you write stays on this page until you send it.'
            : 'You can stop at any time and come back with the same link.'}
        </p>
      )}
      <p class="words muted">
        {own
          ? `This works until ${until}.`
          : isUsedUp(seen.purpose)
            ? `This works once, until ${until}.`
            : `Until ${until} you can open it again, and change what you said.`}
      </p>
      <form method="post" action={place.path}>
        <input type="hidden" name="nonce" value={place.nonce} />
        <input type="hidden" name="do" value="begin" />
        <button type="submit" class="button main" id="begin">
          {own ? 'Open the page' : seen.witnessed ? 'I have the device: begin' : 'Begin'}
        </button>
      </form>
      {!seen.witnessed && !own && !isOutsiders(seen.purpose) && (
        <p class="words muted">
          Your mentor didn’t come, or you would like another one? Tell whoever runs the mentoring where you work or
          learn. Your mentor need not know.
        </p>
      )}
      <Concern place={place} />
    </div>,
  );
}

/** The open form. */
export function openFormPage(view: FormView, reader: Reader, place: LinkPlace): string {
  const wrong = view.problems.length > 0 ? 'Something to put right: ' : '';
  return linkDocument(
    `${wrong}${view.form.title}`,
    place.practice,
    <FormPage
      view={view}
      reader={reader}
      place={{
        action: place.path,
        concern: `${place.path}/concern`,
        nonce: place.nonce,
        live: false,
        focus: view.problems.length > 0 ? 'problems' : 'step',
      }}
    />,
  );
}

/** A card as it is read on such a page: its own buttons lead nowhere from here. */
function CardToRead({ card, reader, place }: { card: Card; reader: Reader; place: LinkPlace }) {
  return (
    <CardView
      card={{ ...card, blocks: card.blocks.filter((b) => b.kind !== 'buttons') }}
      reader={reader}
      place={{ press: place.path, nonce: place.nonce, from: 'link', id: 'read', level: 1 }}
    />
  );
}

/**
 * Something to read; `then`: a button to the form behind it, that there is nothing more to do, or that it is theirs to
 * print and save.
 */
export function readingPage(card: Card, reader: Reader, place: LinkPlace, then?: 'back' | 'over' | 'file'): string {
  return linkDocument(
    card.title,
    place.practice,
    <article class="card panel">
      <CardToRead card={card} reader={reader} place={place} />
      {then === 'over' && <p class="words muted">You can close this page.</p>}
      {then === 'file' && (
        <form method="post" action={place.path} class="moves">
          <input type="hidden" name="nonce" value={place.nonce} />
          <input type="hidden" name="do" value="file" />
          <p class="words muted">Your browser’s menu prints this page.</p>
          <button type="submit" class="button plain" id="file">
            Save it as a file
          </button>
        </form>
      )}
      {then === 'back' && (
        <form method="post" action={place.path}>
          <input type="hidden" name="nonce" value={place.nonce} />
          <input type="hidden" name="do" value="begin" />
          <button type="submit" class="button plain">
            Back to what I was asked
          </button>
        </form>
      )}
    </article>,
  );
}

/** What did not fit, above what is asked again. */
export const ProblemAbove = ({ problem }: { problem: string | null }) =>
  problem === null ? null : (
    <div class="summary" id="problems" role="alert" tabIndex={-1} autofocus>
      {problem}
    </div>
  );

/** Where the coordinator chooses a file; `problem` stands above it. */
export const uploadPage = (place: LinkPlace, problem: string | null): string =>
  linkDocument(
    problem === null ? 'Import people' : 'Something to put right: Import people',
    place.practice,
    <div class="plain-page">
      <h1>Import people</h1>
      <ProblemAbove problem={problem} />
      <p class="words">
        A CSV file of at most 1 MB, as a spreadsheet, Slack, Google or Microsoft 365 saves it. Two columns are needed:
        the name and the role (mentor, mentee). Two more help: the e-mail address and, for a mentee, the mentor.
      </p>
      <pre class="words">
        {'name,role,email,mentor\nRosa Bell,mentor,rosa@example.org,\nKai Lund,mentee,,Rosa Bell'}
      </pre>
      <p class="words">
        You see who would be added, and each line that has a fault, before anything is changed. You can import the same
        file again.
      </p>
      <p class="words">A file with the columns code and text is read as the criteria of your unit.</p>
      <form method="post" action={place.path} enctype="multipart/form-data" class="form">
        <input type="hidden" name="nonce" value={place.nonce} />
        <div class="field">
          <label for="file">The file</label>
          <input type="file" id="file" name="file" accept=".csv,text/csv,text/plain" />
        </div>
        <button type="submit" class="button main" id="look">
          See what would change
        </button>
      </form>
    </div>,
  );

/** What the file would change, and the button that does it; `note` says how it was read. */
export function previewPage(card: Card, reader: Reader, place: LinkPlace, note?: string): string {
  const applies = card.blocks.some(
    (b) => b.kind === 'buttons' && b.items.some((item) => item.press.verb === 'import.apply'),
  );
  return linkDocument(
    card.title,
    place.practice,
    <article class="card panel">
      {note !== undefined && (
        <p class="summary" role="alert">
          {note}
        </p>
      )}
      <CardToRead card={card} reader={reader} place={place} />
      {applies && (
        <form method="post" action={place.path}>
          <input type="hidden" name="nonce" value={place.nonce} />
          <input type="hidden" name="do" value="apply" />
          <button type="submit" class="button main" id="apply">
            Apply it
          </button>
        </form>
      )}
      <p>
        <a class="button plain" href={place.path}>
          Choose another file
        </a>
      </p>
    </article>,
  );
}
