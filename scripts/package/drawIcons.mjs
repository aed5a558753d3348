/** The app's icon in the formats of the systems, drawn from the window's own (src/renderer/icon.svg). */
import { Resvg } from '@resvg/resvg-js';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes `icon.png`, `icon.ico`, `icon.icns` and a PNG a size for Linux into a folder. */
export function drawIcons(root, folder) {
  const svg = readFileSync(join(root, 'src', 'renderer', 'icon.svg'), 'utf8');
  const draw = (size) => new Resvg(svg, { fitTo: { mode: 'width', value: size } }).render().asPng();
  mkdirSync(folder, { recursive: true });
  for (const size of [16, 32, 48, 64, 128, 256, 512])
    writeFileSync(join(folder, `${size}x${size}.png`), draw(size));
  writeFileSync(join(folder, 'icon.png'), draw(1024));
  writeFileSync(
    join(folder, 'icon.ico'),
    ico([16, 24, 32, 48, 64, 128, 256].map((size) => [size, draw(size)])),
  );
  const apple = { ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 };
  writeFileSync(
    join(folder, 'icon.icns'),
    icns(Object.entries(apple).map(([type, size]) => [type, draw(size)])),
  );
}

/** Windows: a directory of 16 bytes an image, then the PNGs; 256 is written as 0. */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [index, [size, png]] of images.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(([, png]) => png)]);
}

/** macOS: "icns", the length of all, then for each its type, its length with these 8 bytes, and the PNG. */
function icns(images) {
  const parts = images.map(([type, png]) => chunk(type, png));
  return chunk('icns', Buffer.concat(parts));
}

function chunk(type, body) {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(8 + body.length, 4);
  return Buffer.concat([head, body]);
}
