/** Timers take no longer wait (ms): what is further off is waited for in several. */
const longestTimer = 2 ** 31 - 1;

/** When the engine is to be woken next. Each part says for itself when it wants a turn; there is one timer for all. */
export interface Alarm {
  /** `who` wants a turn in so many ms, and at no other moment any more; without any, none. */
  set(who: string, ms?: number): void;
  /** The same, unless `who` wants one before that. */
  sooner(who: string, ms: number): void;
  /** Wakes nobody any more. */
  stop(): void;
}

/**
 * @param wake called at each moment that somebody wants, or a little later
 * @param now the lease clock, which nobody moves; where the machine's own is set back, nothing comes later for it
 */
export function alarmOf(wake: () => void, now: () => number): Alarm {
  /** By whom, the moments (ms, `now`) at which a turn is wanted. */
  const wanted = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped || wanted.size === 0) return;
    const next = Math.min(...wanted.values());
    const ms = Math.max(1, next - now());
    timer = setTimeout(
      () => {
        if (ms <= longestTimer) ring(next);
        else arm();
      },
      Math.min(ms, longestTimer),
    ).unref();
  };
  const ring = (upTo: number): void => {
    const until = Math.max(upTo, now());
    for (const [who, at] of wanted) if (at <= until) wanted.delete(who);
    arm();
    wake();
  };

  const set = (who: string, ms?: number): void => {
    const before = wanted.get(who);
    const at = ms === undefined ? undefined : now() + ms;
    if (before === at) return;
    if (at === undefined) wanted.delete(who);
    else wanted.set(who, at);
    arm();
  };
  return {
    set,
    sooner(who, ms) {
      if ((wanted.get(who) ?? Number.POSITIVE_INFINITY) > now() + ms) set(who, ms);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
