import type { Question } from '../../domain/feedback.js';

/** A question's place in a press: `KEY.WORDING`, with `.RATING` where one is given. */
export const questionArg = (q: Pick<Question, 'key' | 'wording'>, rating?: number): string =>
  `${q.key}.${q.wording}${rating === undefined ? '' : `.${rating}`}`;

export function readQuestionArg(
  arg: string,
): { readonly key: string; readonly wording: number; readonly rating: number | null } | undefined {
  const found = /^([a-z0-9-]{1,80})\.(\d{1,6})(?:\.([0-5]))?$/.exec(arg);
  if (found === null) return undefined;
  const [, key = '', wording, rating] = found;
  return { key, wording: Number(wording), rating: rating === undefined ? null : Number(rating) };
}
