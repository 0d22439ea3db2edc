import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

/**
 * SVG into PNG, for chats that show no SVG. As WebAssembly, which is the same on every platform; fonts are the ones
 * that came with the program, for a server often has none.
 */

const from = createRequire(import.meta.url);
let ready: Promise<readonly Uint8Array[]> | undefined;

/** Compiles the renderer and reads its fonts, once. */
async function prepare(): Promise<readonly Uint8Array[]> {
  const [wasm, ...fonts] = await Promise.all([
    readFile(from.resolve('@resvg/resvg-wasm/index_bg.wasm')),
    ...[400, 600].map((weight) =>
      readFile(from.resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`)),
    ),
  ]);
  await initWasm(wasm);
  return fonts;
}

/** Draws an SVG at twice its size, for screens that have the pixels. */
export async function pngOf(svg: string, font: string): Promise<Uint8Array> {
  ready ??= prepare();
  const fonts = await ready;
  const drawing = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: 2 },
    font: { fontBuffers: [...fonts], loadSystemFonts: false, defaultFontFamily: font, sansSerifFamily: font },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}
