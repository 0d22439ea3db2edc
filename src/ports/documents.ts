import type { HoursChart } from '../chat/chart.js';

/** A file as a chat is given it. */
export interface DrawnFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** What draws the pictures of cards. */
export interface Documents {
  /** The same chart is drawn the same every time. @throws where it cannot be drawn */
  draw(chart: HoursChart, as: 'svg' | 'png'): Promise<DrawnFile>;
}
