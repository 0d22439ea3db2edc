import type { MenteeAsk } from '../shared/mentee-asks.js';

/**
 * What a mentee types in words of their own where a button says the same: they read *I'd like somebody else*, and type
 * it. Whole messages only, so that no title, name or story is taken for one of them; words of fear are heard before
 * (docs/concern.md#what-is-typed).
 */

const me = '(?:i|i would|id|i d|i really|can i|could i|may i|please can i|please could i)';
const want = '(?:want|need|like|would like|prefer|have|get|change to|switch to|swap to)';
const other =
  '(?:(?:some(?:body|one)|any(?:body|one)) (?:else|different|new)|(?:an(?:other)?|a|some) ?(?:new|different|other)? ?mentor)';

const elsewhere: readonly RegExp[] = [
  new RegExp(`^(?:${me} )?(?:please )?(?:${want} )?(?:to have |to get )?${other}(?: instead)?$`),
  new RegExp(`^(?:${me} )?(?:${want} )?(?:to )?(?:change|switch|swap) (?:my )?mentors?$`),
  /^i (?:dont|do not|no longer) (?:want|like) (?:my|this|the) mentor(?: any ?more)?$/,
  /^i (?:dont|do not|no longer) want (?:him|her|them) as (?:my|a) mentor(?: any ?more)?$/,
  /^(?:a |another )?(?:new|different|other) mentor$/,
];

const missing =
  /^(?:my mentor|mentor|he|she|they) (?:did not|didnt|has not|hasnt|havent|have not|never|is not|isnt|was not|wasnt|still isnt|still hasnt)(?: even)? (?:come|came|turn up|turned up|show|showed|shown|show up|showed up|shown up|here|there|arrive|arrived|been here)(?: yet| again| today| to (?:the|our) (?:session|meeting))?$/;

/** Which of the two asks these words are; undefined for all else. */
export function askedIn(typed: string): MenteeAsk['what'] | undefined {
  if (typed.length > 120) return undefined;
  const words = typed
    .toLowerCase()
    .replace(/['’‘`]/g, '')
    .replace(/[\s\p{P}\p{S}]+/gu, ' ')
    .trim()
    .replace(/^(?:hi|hello|hey|sorry|so|um|please) /, '')
    .replace(/ (?:please|pls|thanks|thank you)$/, '');
  if (missing.test(words)) return 'absent';
  return elsewhere.some((r) => r.test(words)) && words !== 'a mentor' ? 'somebody-else' : undefined;
}
