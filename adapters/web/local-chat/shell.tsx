import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { assetPath } from '../assets.js';
import { BackIcon, HomeIcon } from '../icons.js';
import { type Place, paths } from './paths.js';
import { Avatar, Badge, Brand, Clock, Concern, type Frame, Menu, People, Places } from './side.js';

const htmxConfig = JSON.stringify({
  includeIndicatorStyles: false,
  allowEval: false,
  allowScriptTags: false,
  // Going back asks the server again: pages hold private words and one-time fields.
  historyCacheSize: 0,
  // What is not answered by then (ms) is said not to have gone through; sent again it is the same act.
  timeout: 20_000,
  scrollIntoViewOnBoost: false,
  // What was drawn is bound and has its focus at once: between a swap and its settling (20 ms if not said otherwise) a press
  // would go past htmx, and a focus that comes late takes the next letters into another field.
  defaultSettleDelay: 0,
  responseHandling: [
    { code: '204', swap: false },
    { code: '[23]..', swap: true },
    // A refusal is said above what was typed, which stays as it is.
    { code: '[45]..', swap: true, error: true, target: '#alert', swapOverride: 'innerHTML' },
  ],
});

function Document({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="htmx-config" content={htmxConfig} />
        <title>{`${title} · Mentorlog`}</title>
        <link rel="icon" href={assetPath('/icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('/style.css')} />
        <script src={assetPath('/htmx.js')} defer />
        <script src={assetPath('/htmx-sse.js')} defer />
        <script src={assetPath('/page.js')} defer />
      </head>
      <body hx-boost="true">
        {/* On every page: news that was asked for may arrive after its reader went on to another. */}
        <p class="unseen" id="heard" role="status" aria-live="polite" />
        {children}
      </body>
    </html>
  );
}

const page = (title: string, body: ComponentChildren): string =>
  `<!doctype html>${render(<Document title={title}>{body}</Document>)}`;

/** A page of a conversation, the home page or a panel, with everything around it. */
export function chatPage(
  frame: Frame,
  page_: {
    readonly title: string;
    readonly about?: string;
    readonly kind: 'talk' | 'reading';
    /** Where one came from: on a narrow window it takes the place of the menu. */
    readonly back?: { readonly href: string; readonly to: string };
    readonly body: ComponentChildren;
  },
): string {
  const home: Place = { kind: 'home', user: frame.me.user };
  const { back } = page_;
  const reading = page_.kind === 'reading';
  const title = (
    <div class="head-words">
      <h1 id="title" {...(frame.swapped && reading ? { tabIndex: -1, autofocus: true } : {})}>
        <bdi>{page_.title}</bdi>
      </h1>
      {page_.about !== undefined && <p class="about">{page_.about}</p>}
    </div>
  );
  return page(
    page_.title,
    <div class={`app ${page_.kind}`} hx-ext="sse" sse-connect={frame.stream}>
      <a class="skip" href={reading ? '#main' : '#say'} hx-boost="false">
        {reading ? 'Skip to the page' : 'Skip to the message box'}
      </a>
      <aside class="side" aria-label="Who and where you are">
        <Brand frame={frame} />
        <Places frame={frame} />
        <People frame={frame} id="people" />
        <Clock frame={frame} id="clock" />
      </aside>
      <main id="main" tabIndex={-1}>
        <header class="head">
          {back === undefined ? (
            <Menu frame={frame} />
          ) : (
            <p class="back-line">
              <a class="quiet" href={back.href}>
                <BackIcon />
                <span>
                  Back<span class="rest"> to {back.to}</span>
                </span>
              </a>
            </p>
          )}
          {!reading && title}
          <div class="head-acts">
            {frame.place.kind !== 'home' && (
              <a class="quiet" href={paths.place(home)}>
                <HomeIcon />
                <span class="label">Home</span>
              </a>
            )}
            <Concern frame={frame} />
          </div>
        </header>
        <div id="alert" role="alert" />
        <p class="slow" id="slow" role="status" hidden />
        {frame.several && (
          <p class="slow">
            Several programs answer here. What is said to you alone stands at the one that said it: where it is gone,
            ask for it again.
          </p>
        )}
        {reading ? (
          <div class="reading-page">
            {back !== undefined && (
              <p class="narrow-only">
                <Badge practice={frame.practice} />
              </p>
            )}
            {title}
            {page_.body}
          </div>
        ) : (
          page_.body
        )}
      </main>
    </div>,
  );
}

/** The page of an open form: nothing beside it, so that it can be filled in at peace. */
export function formPage(frame: Frame, title: string, body: ComponentChildren): string {
  return page(
    title,
    <div class="app alone">
      <header class="bar">
        <Brand frame={frame} />
        <p class="me">
          <Avatar person={frame.me} />
          <span>
            <span class="unseen">You are </span>
            <bdi>{frame.me.name}</bdi>
            <span class="role" dir="auto">
              {` ${frame.me.role}`}
            </span>
          </span>
        </p>
      </header>
      <main id="main" tabIndex={-1}>
        <div id="alert" role="alert" />
        <p class="slow" id="slow" role="status" hidden />
        {body}
      </main>
    </div>,
  );
}

/** A page that is nobody's: the product's name above what it says. */
export function barePage(title: string, practice: boolean, body: ComponentChildren): string {
  return page(
    title,
    <div class="app alone">
      <header class="bar">
        <div class="brand-row">
          <a class="brand" href="/">
            <span class="mark" aria-hidden="true">
              M
            </span>
            Mentorlog
          </a>
          <Badge practice={practice} />
        </div>
      </header>
      <main id="main" class="plain-page">
        <div id="alert" role="alert" />
        {body}
      </main>
    </div>,
  );
}

/** A page that says in one sentence what is wrong and what to do next. */
export function plainPage(title: string, say: string, practice: boolean, on: { href: string; label: string }): string {
  return barePage(
    title,
    practice,
    <>
      <h1>{title}</h1>
      <p class="words">{say}</p>
      <p>
        <a class="button main" href={on.href}>
          {on.label}
        </a>
      </p>
    </>,
  );
}

/** The same, as what is put above a page that stays open. */
export const alertFragment = (title: string, say: string): string =>
  render(
    <div class="alert">
      <strong>{title}.</strong> {say}
    </div>,
  );
