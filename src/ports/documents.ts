import type { HoursChart } from '../chat/chart.js';

/** A file as a chat is given it. */
export interface DrawnFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** The code of whoever came when too many were waiting: to come again is all that is to be done. */
export const drawerBusy = 'drawer-busy';

/** What draws the pictures of cards. */
export interface Documents {
  /** The same chart is drawn the same every time. @throws where it cannot be drawn; `drawerBusy` where it may be, later */
  draw(chart: HoursChart, as: 'svg' | 'png'): Promise<DrawnFile>;
}
