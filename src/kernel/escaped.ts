/**
 * A text as a part of a regular expression that finds just it, whatever flags that has: only what means something in one is
 * escaped, for with the flag `u` anything else that is escaped is a fault (ECMA-262, IdentityEscape).
 */
export const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
