import type { Nation } from '../programme.js';

/**
 * Who helps where a programme has named nobody, and beside whom it has named (docs/concern.md#the-numbers). Numbers and
 * addresses as their services publish them (November 2026): 999 and 112; NSPCC 0808 800 5000; Childline 0800 1111 and its
 * 1-2-1 chat; Shout by text to 85258 (giveusashout.org); in Ireland Childline 1800 66 66 66, and 50808 by text.
 */

/** One of them, in words, and its number as people read it where it has one. */
export interface Helpline {
  readonly name: string;
  readonly phone?: string;
}

/** For whoever cannot speak, or may not be heard. */
export interface WithoutSpeaking {
  /** What to write, and to which number: `SHOUT` to `85258`. */
  readonly text?: { readonly word: string; readonly to: string; readonly of: string };
  readonly chat?: { readonly url: string; readonly label: string };
  /** How to reach the emergency number without a word; none where no way is known. */
  readonly emergency: readonly string[];
}

export interface Helplines {
  /** The emergency numbers, the first to be called first; none where they are not known. */
  readonly emergency: readonly string[];
  readonly others: readonly Helpline[];
  /** Whom to talk to in one short line: the first that is there for young people. */
  readonly first?: Helpline;
  readonly withoutSpeaking: WithoutSpeaking;
}

const childline: Helpline = { name: 'Childline, for anyone under 19', phone: '0800 1111' };
const nspcc: Helpline = { name: 'NSPCC helpline, for any adult', phone: '0808 800 5000' };

const inTheUk: WithoutSpeaking = {
  text: { word: 'SHOUT', to: '85258', of: 'Shout, free, day and night' },
  chat: {
    url: 'https://www.childline.org.uk/get-support/1-2-1-counsellor-chat/',
    label: 'Childline’s 1-2-1 chat',
  },
  // 55: "Silent Solution", for mobiles. Relay UK: 18000 for 999, 18001 before any other number. emergencySMS.net.
  emergency: [
    'In danger, and you can’t speak? Call 999 from a mobile. When you hear a voice, press 55.',
    'To type to 999: call 18000 in the Relay UK app. To type to any other number: 18001 before it.',
    'A text to 999 works only if you have signed up before: text “register” to 999.',
  ],
};

const uk = (council: string): Helplines => ({
  emergency: ['999'],
  others: [{ name: council }, nspcc, childline],
  first: { name: 'Childline', phone: '0800 1111' },
  withoutSpeaking: inTheUk,
});

export const helplines: Record<Nation, Helplines> = {
  england: uk('Your local council’s children’s or adults’ services'),
  scotland: uk('Your local council’s social work department'),
  wales: uk('Your local council’s social services'),
  'northern-ireland': uk('Your Health and Social Care Trust’s gateway team'),
  ireland: {
    emergency: ['112', '999'],
    others: [
      { name: 'Tusla, the Child and Family Agency: your local duty social work team' },
      { name: 'Childline, for anyone under 18', phone: '1800 66 66 66' },
    ],
    first: { name: 'Childline', phone: '1800 66 66 66' },
    withoutSpeaking: {
      text: { word: 'HELLO', to: '50808', of: 'Text About It, free, day and night' },
      chat: { url: 'https://www.childline.ie/', label: 'Childline’s chat' },
      emergency: ['A text to 112 works only if you have signed up before, at 112.ie.'],
    },
  },
  other: {
    emergency: [],
    others: [{ name: 'Your local social services' }, { name: 'Your employer’s or school’s safeguarding lead' }],
    withoutSpeaking: {
      chat: { url: 'https://findahelpline.com/', label: 'findahelpline.com, for every country' },
      emergency: [],
    },
  },
};
