import type { DateRule } from './pieces.js';
import { bounded, monthWord, nearDay, nearMonth, numberWord, ordinalWord, tomorrowWord, weekdayWord } from './words.js';

/**
 * Words that name a day which this grammar does not place. The time beside them is not read as today's, which would be
 * a wrong moment that nobody asked about: all of it is left to the form.
 */

const wd = `(?:${weekdayWord})`;
const nth = '(?:1st|2nd|3rd|4th|first|second|third|fourth|last|penultimate)';
const many = `(?:(?:a\\s+)?(?:couple|few)(?:\\s+of)?|several|some|(?:${numberWord}|\\d{1,3})(?:\\s?(?:-|–|to|or)\\s?(?:${numberWord}|\\d{1,3}))?)`;

const meant: readonly string[] = [
  // "dec3 2pm", "overmorrow 2pm", "yestoday 2pm".
  `(?:${wd}|${monthWord})\\d{1,2}(?:st|nd|rd|th)?`,
  `(?!(?:${tomorrowWord})(?!\\p{L}))\\p{L}{1,8}mor+ow`,
  '(?!yesterday)yest\\p{L}{1,4}day',
  // Which day these are depends on the year, the country or the school.
  '(?:whit|cyber|(?:(?:early|late)\\s+(?:may\\s+)?|spring\\s+|may\\s+|summer\\s+|august\\s+)?bank\\s+hol(?:iday|s)?)\\s+monday',
  'bank\\s+hol(?:iday)?|giving\\s+tuesday|black\\s+friday|mothering\\s+sunday|thanksgiving|diwali|hanukkah|eid(?:\\s+al[\\s-]\\p{L}+)?',
  "(?:mother'?s'?|father'?s'?|remembrance|inset|sports|pay|labou?r|australia|anzac|results?|st\\.?\\s+(?:patrick|george|andrew|david)'?s)\\s+day",
  // "2nd last Friday", "the last but one Monday": whichever the month.
  `(?:the\\s+)?(?:penultimate|(?:2nd|second|3rd|third|next\\s+to)\\s+last|last\\s+but\\s+(?:one|two))\\s+${wd}(?:\\s+(?:of|in)\\s+(?:(?:the|this|next|every)\\s+month|${monthWord}))?`,
  '(?:(?:the|this|next)\\s+)?weekend\\s+after(?:\\s+next)?|(?:next|another|some|one|the\\s+other)\\s+day',
  `${wd}\\s+before\\s+last|mid[\\s-]${wd}`,
  // "next Wednesday but one", "Friday but not this one".
  `(?:(?:the|this|next|coming)\\s+)*${wd}\\s+but\\s+(?:one|two|not\\s+(?:this|next|the))(?:\\s+one)?`,
  // "first working day of January", "next school day": which are those?
  `(?:the\\s+)?(?:(?:${nth}|next|following|(?:${nth})\\s+to\\s+last|(?:${nth})\\s+last)\\s+)(?:working|school|business|week)[\\s-]?day(?:\\s+(?:of|in|before|after)\\s+(?:(?:the|this|next)\\s+)?\\p{L}+)?`,
  // "first Monday back": of a term that nobody knows here. "2 Fridays' time", "3 nights from now".
  `(?:the\\s+)?(?:${nth})\\s+(?:${wd}|day|morning|afternoon|evening|week)\\s+back`,
  `(?:${numberWord}|\\d{1,2})\\s+(?:(?:${wd})s|mornings|afternoons|evenings|nights)'?\\s+(?:time|from\\s+now|away|later)`,
  // "the day after the exam": not "the day after the 4th", nor "after tomorrow".
  `(?:the\\s+)?(?:day|morning|afternoon|evening|night|week)\\s+(?:after|before|following)\\s+(?:the|my|our|your|his|her|their)\\s+(?!(?:\\d|next|last|${wd}|${monthWord}|${ordinalWord}))\\p{L}+`,
  // "tomorrow or the day after": a second day, whichever the first.
  'or\\s+the\\s+(?:day|morning|afternoon|evening|night|week)\\s+(?:after|before)(?!\\s+(?:the|my|our|your|his|her|their|next)(?!\\p{L}))',
  '(?:(?:(?:the\\s+)?(?:end|start|beginning|middle|first|last)\\s+of\\s+)?(?:(?:the|this|next|last)\\s+)?(?:month|term|half[\\s-]term|year)(?=\\s+(?:at\\s+|@\\s*)?\\d{1,2}(?:[:.]\\d\\d)?\\s?(?:[ap]\\.?m|[:.]\\d\\d))|end\\s+of\\s+(?:the\\s+)?(?:month|term|year))',
  // A part of a month, a month alone, a week of it.
  `(?:(?:in|during|early(?:\\s+in)?|late(?:\\s+in)?|mid|(?:the\\s+)?(?:end|start|beginning|middle)\\s+of)[\\s-]+)(?:(?:early|late|mid)[\\s-]+)?${monthWord}(?:\\s+20\\d\\d)?`,
  `(?:(?:the\\s+)?(?:first|1st|second|2nd|third|3rd|fourth|4th|last|\\p{L}+)\\s+)?week\\s+(?:of|in)\\s+(?:${monthWord}|(?:the|this|next)\\s+(?:month|term))`,
  `(?:the\\s+)?(?:\\d(?:st|nd|rd|th)|first|second|third|fourth|last)\\s+week`,
  `${monthWord}\\s+20\\d\\d`,
  'in\\s+an?\\s+(?:day|week|fortnight|month)\\s+or\\s+(?:two|so)',
  `${many}\\s?(?:days?|weeks?|fortnights?|months?)\\s+(?:from|after)\\s+(?:${tomorrowWord}|${wd})`,
  // "Mon-Fri": which of them?
  `${wd}\\s?(?:-|–|to|thru|through)\\s?${wd}`,
  // "10 days 2pm", "in 2-3 weeks": from when, or which? "The last 3 days" are a title's.
  `(?:in\\s+(?!(?:a\\s+)?(?:couple|few))|(?<!\\b(?:in|an?|last|past|first|the|these|those|over|of|every|for|about)\\s))${many}\\s?(?:(?:working|school|business|week)\\s?)?(?:days?|weeks?|fortnights?|months?)(?!\\s+(?:on|from|to|today|${tomorrowWord}|${wd}|ago|hence|later|away|time)(?!\\p{L}))`,
];

export const unplaced: readonly DateRule[] = [
  ...meant.map((words): DateRule => ({ pattern: bounded(words), read: () => ({ days: [], trust: 'beside' }) })),
  {
    // "30 decmbre", "decmbre 30".
    pattern: bounded(
      '\\d{1,2}(?:st|nd|rd|th)?\\s*(?:of\\s+)?(?<a>\\p{L}{5,11})|(?<b>\\p{L}{5,11})\\s+\\d{1,2}(?:st|nd|rd|th)?(?![:.]\\d)',
    ),
    read: (g) => (nearMonth(g.a ?? g.b ?? '') ? { days: [], trust: 'beside' } : undefined),
  },
  {
    // "thurdsay 2pm".
    pattern: bounded('\\p{L}{5,11}'),
    read: (_, __, word) => (nearDay(word) ? { days: [], trust: 'beside' } : undefined),
  },
];
