import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import type { Block, Button, Card } from '../../src/chat/card.js';
import type { MessageRef, PlacedFile } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import { FileIcon } from './icons.js';
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

/** One button is one form, so that it works without a script. It carries what it says and nothing that gives leave. */
function PressButton({ button, place, id }: { button: Button; place: CardPlace; id: string }) {
  const { press, style } = button;
  const live = place.live === true ? { 'hx-post': place.press } : {};
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
      <button type="submit" id={id} class={`button ${style ?? 'plain'}`}>
        {button.label}
      </button>
    </form>
  );
}

function Progress({ block }: { block: Extract<Block, { kind: 'progress' }> }) {
  const most = Math.max(block.of, 0);
  return (
    <div class="progress">
      <div class="progress-words">
        <span dir="auto">{block.label}</span>
        <span class="amount">{block.words}</span>
      </div>
      <progress aria-label={block.label} max={most === 0 ? 1 : most} value={Math.min(Math.max(block.done, 0), most)}>
        {block.words}
      </progress>
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
    case 'progress':
      return <Progress block={block} />;
    case 'image': {
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
      return block.items.length === 0 ? null : (
        <div class="buttons">
          {block.items.map((button, i) => (
            <PressButton key={i} button={button} place={place} id={`${id}-${i}`} />
          ))}
        </div>
      );
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
