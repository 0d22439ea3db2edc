import { nextTurn } from '../../src/kernel/turn-of-loop.js';

/**
 * Asks for several at once what each asks for alone: whoever asks in one turn of the event loop, and whoever asks while the
 * others are being asked for. So one that comes alone waits for nobody.
 * @param most of them in one batch
 * @param all answers for each, in their order; what is only promised there is what the next batch does not wait for. What
 * it throws is thrown to all of the batch
 */
export function gathered<Asked, Answer>(
  most: number,
  all: (asked: readonly Asked[]) => Promise<readonly (Answer | Promise<Answer>)[]>,
): (asked: Asked) => Promise<Answer> {
  interface Waiting {
    readonly asked: Asked;
    readonly answer: (answer: Answer | Promise<Answer>) => void;
    readonly fail: (error: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let underWay = false;
  const ask = async (some: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await all(some.map((one) => one.asked));
      for (const [n, one] of some.entries()) one.answer(answers[n] as Answer);
    } catch (error) {
      for (const one of some) one.fail(error);
    }
  };
  const askAll = async (): Promise<void> => {
    underWay = true;
    await nextTurn();
    while (waiting.length > 0) await ask(waiting.splice(0, most));
    underWay = false;
  };
  return (asked) =>
    new Promise((answer, fail) => {
      waiting.push({ asked, answer, fail });
      if (!underWay) void askAll();
    });
}
