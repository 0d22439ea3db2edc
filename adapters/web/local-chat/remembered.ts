import type { Card } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { MessageRef } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import { Bounded } from '../../../src/kernel/bounded.js';
import type { DraftId, Ids } from '../../../src/kernel/ids.js';
import { type Place, topicOf } from './paths.js';

/** What stands in a conversation for one person only: what they typed, and what they alone were told. */
export interface PrivateNote {
  readonly id: string;
  /** The delivery that it belongs to: a page sent twice is echoed and answered once. */
  readonly act: string;
  /** The domain's clock (ms). */
  readonly at: number;
  /** The newest message that stood there then; the note is shown below it. */
  readonly after: MessageRef | null;
  /** A form's closing words: a receipt, which goes when something newer stands below it or is done. */
  readonly receipt?: true;
  readonly what:
    | { readonly kind: 'typed'; readonly text: string }
    | { readonly kind: 'told'; readonly card: Card; readonly reader: Reader };
}

/** An open form as it was last answered. */
export interface OpenForm {
  readonly view: FormView;
  readonly reader: Reader;
  /** Where it was opened from: where one returns to when it closes. */
  readonly from: Place;
  /** The place in the form (a problem's place, a row's key) that the next drawing puts the focus on. */
  readonly focus?: string;
}

/** Something to read on a page of its own. */
export interface Panel {
  readonly user: string;
  readonly card: Card;
  readonly reader: Reader;
  readonly from: Place;
  /** The form that stays open behind it. */
  readonly form?: DraftId;
}

const notesPerPlace = 60;
/** Longest echo of what was typed; the event carries all of it. */
const longestEcho = 2000;

/**
 * What the local chat keeps in memory only, all of it bounded: a restart loses private words (never the only copy of
 * anything) and makes open forms be asked for again by their draft.
 */
export class Remembered {
  readonly #ids: Ids;
  readonly #noted: (place: Place) => void;
  readonly #notes = new Bounded<string, readonly PrivateNote[]>(200);
  readonly #forms = new Bounded<string, OpenForm>(200);
  readonly #panels = new Bounded<string, Panel>(200);
  /** The last revision answered to one rendering of a form. */
  readonly revisions = new Bounded<string, number>(500);
  /** Renderings of a form whose own move was answered: what they still save is older than that. */
  readonly left = new Bounded<string, true>(500);

  /** `noted` is told of the place whose notes have changed. */
  constructor(ids: Ids, noted: (place: Place) => void = () => undefined) {
    this.#ids = ids;
    this.#noted = noted;
  }

  notes(place: Place): readonly PrivateNote[] {
    return this.#notes.get(noteKey(place)) ?? [];
  }
  typed(place: Place, act: string, text: string, at: number, after: MessageRef | null): void {
    const shown = text.length > longestEcho ? `${text.slice(0, longestEcho).toWellFormed()}…` : text;
    this.#note(place, act, at, after, { kind: 'typed', text: shown });
  }
  told(place: Place, act: string, card: Card, reader: Reader, at: number, after: MessageRef | null): void {
    this.#note(place, act, at, after, { kind: 'told', card, reader });
  }
  closed(place: Place, act: string, card: Card, reader: Reader, at: number, after: MessageRef | null): void {
    this.#note(place, act, at, after, { kind: 'told', card, reader }, true);
  }
  dismiss(place: Place, id: string): void {
    this.#notes.set(
      noteKey(place),
      this.notes(place).filter((n) => n.id !== id),
    );
    this.#noted(place);
  }
  #note(
    place: Place,
    act: string,
    at: number,
    after: MessageRef | null,
    what: PrivateNote['what'],
    receipt = false,
  ): void {
    const notes = this.notes(place);
    if (notes.some((n) => n.act === act && n.what.kind === what.kind)) return;
    const note: PrivateNote = {
      id: this.#ids.next('note'),
      act,
      at,
      after,
      ...(receipt ? { receipt } : {}),
      what,
    };
    this.#notes.set(noteKey(place), [...notes.filter((n) => n.receipt !== true), note].slice(-notesPerPlace));
    this.#noted(place);
  }

  form(user: string, draft: DraftId): OpenForm | undefined {
    return this.#forms.get(formKey(user, draft));
  }
  openForm(user: string, form: OpenForm): void {
    this.#forms.set(formKey(user, form.view.draft), form);
  }
  closeForm(user: string, draft: DraftId): void {
    this.#forms.delete(formKey(user, draft));
  }

  /** Lets go of all that stood for this person alone. */
  forget(user: string): void {
    this.#notes.deleteWhere(isOf(user));
    this.#forms.deleteWhere(isOf(user));
    this.#panels.deleteWhere((_, panel) => panel.user === user);
  }

  /** The same of everybody but these. */
  forgetAllBut(users: ReadonlySet<string>): void {
    const isGone = (key: string): boolean => !users.has(key.slice(0, key.indexOf('\n')));
    this.#notes.deleteWhere(isGone);
    this.#forms.deleteWhere(isGone);
    this.#panels.deleteWhere((_, panel) => !users.has(panel.user));
  }

  /** Keeps a panel; answers the id that its page is found by. */
  panelOf(panel: Panel): string {
    const id = this.#ids.next('panel');
    this.#panels.set(id, panel);
    return id;
  }
  panel(user: string, id: string): Panel | undefined {
    const panel = this.#panels.get(id);
    return panel?.user === user ? panel : undefined;
  }
}

const isOf = (user: string) => (key: string) => key.startsWith(`${user}\n`);
const noteKey = (place: Place): string => `${place.user}\n${topicOf(place)}`;
const formKey = (user: string, draft: DraftId): string => `${user}\n${draft}`;
