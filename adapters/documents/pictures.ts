import type { Documents } from '../../src/ports/documents.js';

/**
 * Draws the pictures of cards. The chart library and the PNG renderer take tens of megabytes, so they are loaded when
 * the first picture is drawn, and the renderer only where a chat wants PNG.
 */
export const documents = (): Documents => ({
  async draw(chart, as) {
    const { hoursSvg, pictureFont } = await import('./hours-svg.js');
    const svg = hoursSvg(chart);
    if (as === 'svg') return { name: 'hours.svg', type: 'image/svg+xml', bytes: Buffer.from(svg, 'utf8') };
    const { pngOf } = await import('./png.js');
    return { name: 'hours.png', type: 'image/png', bytes: await pngOf(svg, pictureFont) };
  },
});
