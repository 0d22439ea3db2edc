/** The day's clock: the programs' own, which is moved forward often, so that a day goes by in minutes. */
export interface DayClock {
  /** What the programs' clock shows (ms). */
  now(): number;
  /** When (ms, `performance.now`) the programs' clock first showed this moment or a later one; undefined where it has not. */
  passed(at: number): number | undefined;
  /** Lets it go from `from` to `to` (ms); answers when it is there. */
  goes(from: number, to: number): Promise<void>;
}

/** So often it is moved (ms). */
const each = 250;

/** @param program where one of them listens: the others hear of it */
export function dayClock(speed: number, program: () => string): DayClock {
  const moved: { readonly at: number; readonly shows: number }[] = [];
  let refused: string | undefined;
  let shows = 0;
  const move = async (to: number): Promise<void> => {
    const answer = await fetch(`${program()}/dev/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ to: new Date(to).toISOString() }),
    });
    const said = await answer.text();
    // One that came after another is behind it by now; anything else would be a day that does not go by.
    if (!answer.ok && answer.status !== 400) refused ??= `${answer.status} ${said.slice(0, 200)}`;
  };
  return {
    now: () => shows,
    passed(at) {
      let [low, high] = [0, moved.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if ((moved[middle]?.shows ?? 0) >= at) high = middle;
        else low = middle + 1;
      }
      return moved[low]?.at;
    },
    async goes(from, to) {
      const began = performance.now();
      const under = new Set<Promise<void>>();
      while (shows < to) {
        const at = performance.now();
        shows = Math.min(to, Math.round(from + (at - began) * speed));
        moved.push({ at, shows });
        // What falls due with it is sent before it is answered: the next move does not wait for that.
        const one = move(shows).catch(() => undefined);
        under.add(one);
        one.finally(() => under.delete(one));
        await new Promise((resolve) => setTimeout(resolve, each));
      }
      if (refused !== undefined) throw new Error(`the clock is not moved: ${refused}`);
      await Promise.race([Promise.all(under), new Promise((resolve) => setTimeout(resolve, 5_000))]);
    },
  };
}
