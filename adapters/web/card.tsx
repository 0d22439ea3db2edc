import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { type Block, type Button, type Card, ranked } from '../../src/chat/card.js';
import type { MessageRef, PlacedFile } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import { DotsPicture } from './dots-chart.js';
import { GridPicture } from './grid-chart.js';
import { HoursPicture } from './hours-chart.js';
import { FileIcon, MenuIcon } from './icons.js';
import { Words } from './words.js';

/** Where a card stands: what its buttons post, and where, and what its files are. */
export interface CardPlace {
  /** The path that a press is posted to. */
  readonly press: string;
  /** Fresh with every rendering (see `deliveryOf`). */
  readonly nonce: string;
  /** The place that a press comes from, as `writePlace` writes it. */
  readonly from: string;
  /** The message that the card is, where it is one. */
  readonly on?: { readonly ref: MessageRef; readonly drawn: number };
  /** Unique on the page; the start of every id inside the card. */
  readonly id: string;
  /** The level of the card's own heading. */
  readonly level: 1 | 2 | 3;
  readonly files?: ReadonlyMap<string, PlacedFile>;
  /** The page to read that the card stands on: what is pressed there leads back to where that page did. */
  readonly panel?: string;
  /** Where a press only reads, and its page has an address: the address, and its button is a link. */
  readonly reads?: (press: Button['press']) => string | undefined;
  /** A press is answered with the list of messages alone, in place. */
  readonly live?: true;
}

const nowhere: CardPlace = { press: '/press', nonce: 'nonce', from: 'direct', id: 'card', level: 3 };

function Heading(props: { level: number; children: ComponentChildren; id?: string; class: string }) {
  const H = `h${Math.min(props.level, 6)}` as 'h1';
  return (
    <H id={props.id} dir="auto" class={props.class}>
      {props.children}
    </H>
  );
}

/**
 * What a form of the conversation asks its script for: the list alone, redrawn in place. It stands on each form itself,
 * for whatever stands inside an element inherits it: a link there would draw its whole page in the list's place.
 */
export const inPlace = (path: string) => ({
  'hx-post': path,
  // What stays where it is: an answer to a list that was replaced meanwhile would be drawn nowhere.
  'hx-target': '.scroller',
  'hx-swap': 'innerHTML',
  'hx-include': '#seen',
});

/** One button is one form, so that it works without a script. It carries what it says and nothing that gives leave. */
function PressButton({
  button,
  place,
  id,
  look,
}: {
  button: Button;
  place: CardPlace;
  id: string;
  /** How it looks, where its own style does not say. */
  look?: string;
}) {
  const { press, style } = button;
  const at = place.reads?.(press);
  if (at !== undefined)
    return (
      <a class={look ?? `button ${style ?? 'plain'}`} id={id} href={at}>
        {button.label}
      </a>
    );
  const live = place.live === true ? inPlace(place.press) : {};
  return (
    <form method="post" action={place.press} {...live}>
      <input type="hidden" name="nonce" value={place.nonce} />
      <input type="hidden" name="from" value={place.from} />
      {place.on && <input type="hidden" name="ref" value={place.on.ref} />}
      {place.on && <input type="hidden" name="drawn" value={place.on.drawn} />}
      {place.panel !== undefined && <input type="hidden" name="panel" value={place.panel} />}
      <input type="hidden" name="verb" value={press.verb} />
      <input type="hidden" name="subject" value={press.subject} />
      {press.arg !== undefined && <input type="hidden" name="arg" value={press.arg} />}
      <button type="submit" id={id} class={look ?? `button ${style ?? 'plain'}`}>
        {button.label}
      </button>
    </form>
  );
}

/** Buttons by their rank: a button keeps its id whatever stands around it. */
function Buttons({ block, place, id }: { block: Extract<Block, { kind: 'buttons' }>; place: CardPlace; id: string }) {
  const { items, as } = block;
  const press = (button: Button, look?: string) => {
    const i = items.indexOf(button);
    return (
      <PressButton key={i} button={button} place={place} id={`${id}-${i}`} {...(look === undefined ? {} : { look })} />
    );
  };
  if (as === 'foot') return <div class="foot">{items.map((b) => press(b, 'foot-link'))}</div>;
  if (as === 'answers') return <div class="buttons answers">{items.map((b) => press(b))}</div>;
  const { main, quiet, more } = ranked(items);
  return (
    <div class="buttons">
      {main !== undefined && press(main)}
      {quiet.map((b) => press(b))}
      {more.length > 0 && (
        <details class="more" id={`${id}-more`}>
          <summary class="button plain">
            More
            <MenuIcon />
          </summary>
          <div class="buttons">{more.map((b) => press(b))}</div>
        </details>
      )}
    </div>
  );
}

/**
 * A bar, and what it shows in words. One that is made of parts shows each of them: its shape is drawn, for a native bar
 * has one piece, and its words say the rest.
 */
function Progress({ block }: { block: Extract<Block, { kind: 'progress' }> }) {
  const most = Math.max(block.of, block.done, 0) || 1;
  const parts = (block.parts ?? []).filter((p) => p > 0);
  let from = 0;
  return (
    <div class="progress">
      <div class="progress-words">
        <span dir="auto">{block.label}</span>
        <span class="amount">{block.words}</span>
      </div>
      {parts.length < 2 ? (
        <progress
          aria-label={block.label}
          max={Math.max(block.of, 0) || 1}
          value={Math.min(Math.max(block.done, 0), Math.max(block.of, 0))}
        >
          {block.words}
        </progress>
      ) : (
        <svg class="made-of" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect class="all" width="1000" height="10" />
          {parts.map((part, i) => {
            const at = (from / most) * 1000;
            from += part;
            return <rect key={i} class="part" x={at} width={Math.max((part / most) * 1000 - 4, 2)} height="10" />;
          })}
        </svg>
      )}
    </div>
  );
}

/** A table of fewer rows is looked through as fast as it is searched. */
const searchedFrom = 8;

/** A table, and above a long one what searches it: that needs the script, so it is shown by it. */
function TableView({
  block,
  reader,
  place,
  id,
}: {
  block: Extract<Block, { kind: 'table' }>;
  reader: Reader;
  place: CardPlace;
  id: string;
}) {
  const acts = block.rows.some((r) => r.button !== undefined);
  return (
    <div class="table">
      {block.rows.length >= searchedFrom && (
        <p class="search">
          <label for={`${id}-search`}>{`Search ${block.label.toLowerCase()}`}</label>
          <input type="search" id={`${id}-search`} data-searches={id} autocomplete="off" />
          <span class="found" id={`${id}-found`} role="status" />
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: whoever uses the keyboard must be able to scroll it */}
      <section class="table-scroll" aria-label={block.label} tabIndex={0}>
        <table id={id}>
          <thead>
            <tr>
              {block.columns.map((c) => (
                <th key={c} scope="col">
                  {c}
                </th>
              ))}
              {acts && (
                <th scope="col">
                  <span class="unseen">What can be done</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, i) => (
              <tr key={i}>
                {row.cells.map((cell, n) => (
                  <td key={n} dir="auto" data-column={block.columns[n]}>
                    <Words text={cell} reader={reader} />
                  </td>
                ))}
                {acts && (
                  <td class="act">
                    {row.button !== undefined && <PressButton button={row.button} place={place} id={`${id}-${i}`} />}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function BlockView({ block, reader, place, id }: { block: Block; reader: Reader; place: CardPlace; id: string }) {
  switch (block.kind) {
    case 'text':
      return block.tone === 'heading' ? (
        <Heading level={place.level + 1} class="block-heading">
          <Words text={block.text} reader={reader} />
        </Heading>
      ) : (
        <p dir="auto" class={block.tone === 'muted' ? 'words muted' : 'words'}>
          <Words text={block.text} reader={reader} />
        </p>
      );
    case 'list':
      return (
        <ul class="plain-list">
          {block.items.map((item, i) => (
            <li key={i} dir="auto" class="words">
              <Words text={item} reader={reader} />
            </li>
          ))}
        </ul>
      );
    case 'facts':
      return (
        <dl class="facts">
          {block.rows.map((row, i) => (
            <div key={i}>
              <dt dir="auto">{row.label}</dt>
              <dd dir="auto" class="words">
                <Words text={row.value} reader={reader} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case 'table':
      return <TableView block={block} reader={reader} place={place} id={`${id}-${block.id}`} />;
    case 'progress':
      return <Progress block={block} />;
    case 'image': {
      if (block.chart?.kind === 'hours') return <HoursPicture chart={block.chart} alt={block.alt} />;
      if (block.chart?.kind === 'dots') return <DotsPicture chart={block.chart} alt={block.alt} />;
      if (block.chart?.kind === 'grid') return <GridPicture chart={block.chart} alt={block.alt} />;
      const file = place.files?.get(block.document);
      return file?.kind === 'url' ? (
        <img class="picture" src={file.url} alt={block.alt} loading="lazy" />
      ) : (
        <p class="words muted picture-words" dir="auto">
          {block.alt}
        </p>
      );
    }
    case 'file': {
      const file = place.files?.get(block.document);
      return file?.kind === 'url' ? (
        <p>
          <a class="file" href={file.url} hx-boost="false" download={block.name}>
            <FileIcon />
            <span dir="auto">{block.name}</span>
          </a>
        </p>
      ) : (
        <p class="file gone">
          <FileIcon />
          <span>
            <bdi>{block.name}</bdi> is no longer kept here. Ask for it again.
          </span>
        </p>
      );
    }
    case 'buttons':
      return block.items.length === 0 ? null : <Buttons block={block} place={place} id={id} />;
    case 'divider':
      return <hr />;
    default:
      return block satisfies never;
  }
}

/** A card's title and blocks. `untitled`: what stands around it says its title already. */
export function CardView({
  card,
  reader,
  place,
  untitled,
}: {
  card: Card;
  reader: Reader;
  place: CardPlace;
  untitled?: boolean;
}) {
  return (
    <>
      {untitled !== true && (
        <Heading level={place.level} id={`${place.id}-title`} class="card-title">
          {card.title}
        </Heading>
      )}
      {card.blocks.map((block, i) => (
        <BlockView key={i} block={block} reader={reader} place={place} id={`${place.id}-b${i}`} />
      ))}
    </>
  );
}

/**
 * A card as HTML for its reader: a string without anything around it. Every word is escaped.
 * `place` says where its buttons post to; by default it stands alone and its files are not at hand.
 */
export function renderCardHtml(card: Card, reader: Reader, place: Partial<CardPlace> = {}): string {
  return render(<CardView card={card} reader={reader} place={{ ...nowhere, ...place }} />);
}
