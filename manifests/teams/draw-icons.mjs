// Draws the two icons of the Teams package: a speech bubble with a written line and a tick, for a conversation that
// went on the record. Shapes are distances, so every edge is smooth at any size. Run it to write the files again.
import { writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { crc32 } from './crc32.mjs';

const teal = [0x17, 0x5c, 0x5a];
const white = [0xff, 0xff, 0xff];

/** Distance to a rounded rectangle around (cx, cy), half as wide and high as hw and hh; negative inside. */
const box = (x, y, cx, cy, hw, hh, r) => {
  const dx = Math.abs(x - cx) - hw + r;
  const dy = Math.abs(y - cy) - hh + r;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - r;
};

/** Distance to a line from a to b with round ends, `w` thick. */
const line = (x, y, ax, ay, bx, by, w) => {
  const t = Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)) - w / 2;
};

/** Distance to a triangle, its corners in clockwise order. */
const triangle = (x, y, corners) => {
  let inside = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < 3; i += 1) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[(i + 1) % 3];
    const length = Math.hypot(bx - ax, by - ay);
    inside = Math.max(inside, ((by - ay) * (x - ax) - (bx - ax) * (y - ay)) / length);
  }
  return inside;
};

const tail = [
  [0.3, 0.66],
  [0.5, 0.66],
  [0.3, 0.86],
];
const bubble = (x, y) => Math.min(box(x, y, 0.5, 0.43, 0.34, 0.27, 0.1), triangle(x, y, tail));
const tick = (x, y, w) => Math.min(line(x, y, 0.42, 0.51, 0.5, 0.59, w), line(x, y, 0.5, 0.59, 0.68, 0.4, w));
const written = (x, y, w) => line(x, y, 0.3, 0.3, 0.58, 0.3, w);

/** How much of a pixel a shape covers, from its distance there (in units of the icon) and the icon's size. */
const cover = (distance, size) => Math.min(1, Math.max(0, 0.5 - distance * size));

/** RGBA of the icon in full colour: white on teal, to the edge (Teams rounds the corners itself). */
export function colour(size) {
  return pixels(size, (x, y) => {
    const shape = cover(bubble(x, y), size);
    const ink = Math.max(cover(tick(x, y, 0.07), size), cover(written(x, y, 0.06), size));
    const light = shape * (1 - ink);
    return [...teal.map((c, i) => Math.round(c + (white[i] - c) * light)), 255];
  });
}

/** RGBA of the outline icon: white lines on nothing. */
export function outline(size) {
  return pixels(size, (x, y) => {
    const edge = cover(Math.abs(bubble(x, y)) - 0.03, size);
    const ink = cover(tick(x, y, 0.075), size);
    return [...white, Math.round(255 * Math.max(edge, ink))];
  });
}

function pixels(size, at) {
  const out = Buffer.alloc(size * size * 4);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) out.set(at((x + 0.5) / size, (y + 0.5) / size), (y * size + x) * 4);
  return out;
}

/** A PNG (8 bits a channel, RGBA) around square pixels. */
export function png(rgba, size) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = [];
  for (let y = 0; y < size; y += 1) rows.push(Buffer.from([0]), rgba.subarray(y * size * 4, (y + 1) * size * 4));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(new URL('color.png', import.meta.url), png(colour(192), 192));
  writeFileSync(new URL('outline.png', import.meta.url), png(outline(32), 32));
}
