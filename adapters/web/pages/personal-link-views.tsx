import type { ComponentChildren } from 'preact';
import { encode } from 'uqr';
import type { Card, Press } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Reader } from '../../../src/chat/text.js';
import type { PersonalPurpose } from '../../../src/domain/access-link.js';
import { isMadeInChat } from '../../../src/domain/personal-link.js';
import { showMoment } from '../../../src/kernel/zoned.js';
import type { PersonalLinkSeen } from '../../../src/ports/personal-links.js';
import { CardView } from '../card.js';
import { FormPage } from '../form.js';
import { CareIcon } from '../icons.js';
import { type LinkPlace, linkDocument, ProblemAbove } from './access-link-views.js';

/** The pages behind a personal link: no script, and nothing of anybody on them before a browser is enrolled. */

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

/** Where a code is typed. The same for everybody, and for a robot. `problem`: why it did not fit. */
export const codePage = (place: LinkPlace, purpose: PersonalPurpose, problem: string | null): string =>
  linkDocument(
    problem === null ? 'Your code' : 'Something to put right: Your code',
    place.practice,
    <div class="plain-page">
      <h1>Your code</h1>
      <ProblemAbove problem={problem} />
      <p class="words">
        {isMadeInChat(purpose)
          ? 'This link is for one person. The code stands beside it in the chat where you made it: eight letters and digits.'
          : purpose === 'copy'
            ? 'This link is for one person. The code stands beside it where it was made, or whoever gave you the link tells you: eight letters and digits.'
            : 'This link is for one person. Whoever gave it to you tells you a code by another way: eight letters and digits.'}{' '}
        It works once, and from then on this browser is yours to read with.
      </p>
      <form method="post" action={place.path} class="form">
        <input type="hidden" name="nonce" value={place.nonce} />
        <div class="field">
          <label for="code">Your code</label>
          <input
            type="text"
            id="code"
            name="code"
            autocomplete="one-time-code"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={20}
            required
          />
        </div>
        <button type="submit" class="button main" id="enter">
          Open in this browser
        </button>
      </form>
      <p class="words muted">
        {isMadeInChat(purpose)
          ? 'No code, or it was used already? Make a new link in the chat, where you made this one.'
          : 'No code, or it was used already? Ask the coordinator of the programme for one.'}
      </p>
      <Concern place={place} />
    </div>,
  );

/** Its time is up, in a browser that is enrolled. */
export const renewPage = (place: LinkPlace): string =>
  linkDocument(
    'Renew your link',
    place.practice,
    <div class="plain-page">
      <h1>Renew your link</h1>
      <p class="words">This link was good for 30 days, and they are over. You can go on with it.</p>
      <RenewButton place={place} main />
      <Concern place={place} />
    </div>,
  );

function RenewButton({ place, main }: { place: LinkPlace; main?: boolean }) {
  return (
    <form method="post" action={`${place.path}/renew`}>
      <input type="hidden" name="nonce" value={place.nonce} />
      <button type="submit" class={main === true ? 'button main' : 'button plain'} id="renew">
        Renew it for 30 days
      </button>
    </form>
  );
}

const dayOf = (seen: PersonalLinkSeen): string => showMoment(seen.expiresAt, seen.zone, seen.locale, 'date');

/** What somebody reads and presses. `first`: it is what the link opens with. */
export function personalPage(
  card: Card,
  reader: Reader,
  place: LinkPlace,
  seen: PersonalLinkSeen,
  first: boolean,
): string {
  return linkDocument(
    card.title,
    place.practice,
    <article
      class={`card panel${seen.purpose === 'evidence' ? ' wide' : first && seen.purpose === 'leaflet' ? ' sheet' : ''}`}
    >
      <CardView
        card={card}
        reader={reader}
        place={{
          press: `${place.path}/press`,
          nonce: place.nonce,
          from: 'link',
          id: 'read',
          level: 1,
          reads: (press) => readsAt(place.path, press),
        }}
      />
      {!first && !leadsBack(card, seen) && <WayBack place={place} seen={seen} />}
      {first && (
        <footer class="renew">
          {seen.purpose === 'leaflet' && (
            <p class="words">
              To print it, use your browser’s menu. It fits on one A4 page; this line and the buttons are not printed.
            </p>
          )}
          <p class="words muted">{`This link is good until ${dayOf(seen)}, in this browser.`}</p>
          <RenewButton place={place} />
        </footer>
      )}
      <Concern place={place} />
    </article>,
  );
}

/** Whether the card itself has the way back: a reader's pages lead up through one another. */
const leadsBack = (card: Card, seen: PersonalLinkSeen): boolean =>
  seen.purpose === 'evidence' && card.blocks.some((b) => b.kind === 'buttons' && b.items.length > 0);

const wayBack: Readonly<Record<PersonalPurpose, string>> = {
  evidence: 'All portfolios',
  'own-page': 'Back to my page',
  pack: 'All packs',
  copy: 'Back to my copy',
  leaflet: 'Back to the page for parents',
};

const WayBack = ({ place, seen }: { place: LinkPlace; seen: PersonalLinkSeen }): ComponentChildren => (
  <p>
    <a class="button plain" href={place.path}>
      {wayBack[seen.purpose]}
    </a>
  </p>
);

/** Presses that only read, and so have an address of their own: a browser's way back leads through them. */
const reads: ReadonlySet<string> = new Set(['evidence.open', 'evidence.portfolio', 'evidence.session']);
export const isReading = (verb: string): boolean => reads.has(verb);

/** The press that hands over the holder's own page: there it is a file, and not a page. */
export const isFile = (verb: string): boolean => verb === 'look-back.file';

function readsAt(path: string, { verb, subject, arg }: Press): string | undefined {
  if (isFile(verb)) return `${path}/file/${verb}/${encodeURIComponent(subject)}`;
  if (verb === 'copy.json') return `${path}/copy/${encodeURIComponent(subject)}`;
  if (verb === 'pack.download') return `${path}/pack/${encodeURIComponent(subject)}`;
  if (!isReading(verb)) return undefined;
  const at = `${path}/see/${verb}/${encodeURIComponent(subject)}`;
  return arg === undefined ? at : `${at}?page=${encodeURIComponent(arg)}`;
}

/** A form of the holder's own. */
export function personalForm(view: FormView, reader: Reader, place: LinkPlace): string {
  const wrong = view.problems.length > 0 ? 'Something to put right: ' : '';
  return linkDocument(
    `${wrong}${view.form.title}`,
    place.practice,
    <FormPage
      view={view}
      reader={reader}
      place={{
        action: `${place.path}/form`,
        concern: `${place.path}/concern`,
        nonce: place.nonce,
        live: false,
        focus: view.problems.length > 0 ? 'problems' : 'step',
      }}
    />,
  );
}

/** The link itself as a picture, for whoever hands it over: whoever opens this has it already. */
export function qrPage(address: string, place: LinkPlace): string {
  const { data, size } = encode(address, { ecc: 'M', border: 4 });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return linkDocument(
    'Scan this',
    place.practice,
    <div class="plain-page">
      <h1>Scan this</h1>
      <p class="words">Hold a phone’s camera over the picture. It opens the link, and then asks for the code.</p>
      <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label="The link as a QR code">
        <rect class="qr-ground" width={size} height={size} />
        <path class="qr-ink" d={dark} />
      </svg>
      <p class="words muted">Tell the code yourself, and only to the person it is for.</p>
    </div>,
  );
}
