import type { Documents } from '../../src/ports/documents.js';

/**
 * Draws in this very process. The chart library and the PNG renderer are loaded when the first picture is drawn, and
 * the renderer only where a chat wants PNG; together they take some hundred megabytes, so the program itself has
 * them elsewhere (`documents`).
 */
export const drawHere: Documents = {
  async draw(chart, as) {
    const { hoursSvg, pictureFont } = await import('./hours-svg.js');
    const svg = hoursSvg(chart);
    if (as === 'svg') return { name: 'hours.svg', type: 'image/svg+xml', bytes: Buffer.from(svg, 'utf8') };
    const { pngOf } = await import('./png.js');
    return { name: 'hours.png', type: 'image/png', bytes: await pngOf(svg, pictureFont) };
  },
};
