import sharp, { type Exif, type Sharp } from 'sharp';
import { seededChance } from './seeded-chance.ts';

/**
 * Pictures that behave like photos of streets and yards: sky, houses with windows, trees, road, cars and
 * rubbish in the same places for the same `place`, seen from nearly the same spot, in other light and with
 * other cars for another `moment`, over textures of several scales and grain.
 */
export interface SyntheticScene {
  readonly place: number;
  readonly moment?: number;
  /** Rubbish in front, as a finding shows it. */
  readonly littered?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** The scene as raw picture, ready to be turned into a file. */
export async function drawScene(scene: SyntheticScene): Promise<Sharp> {
  const { width = 960, height = 720 } = scene;
  const svg = sceneSvg(scene);
  const { data } = await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer({
      resolveWithObject: true,
    });
  mute(data);
  addTexture(data, width, height, scene);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A JPEG as a phone writes it. */
export async function takePhoto(scene: SyntheticScene, exif?: Exif): Promise<Buffer> {
  const picture = await drawScene(scene);
  return (exif ? picture.withExif(exif) : picture).jpeg({ quality: 90 }).toBuffer();
}

function colour(chance: () => number, base: readonly number[], spread: number): string {
  const [r = 0, g = 0, b = 0] = base.map((part) =>
    Math.max(0, Math.min(255, Math.round(part + (chance() - 0.5) * spread))),
  );
  return `rgb(${r},${g},${b})`;
}

function sceneSvg({ place, moment = 0, littered = false }: SyntheticScene): string {
  const fixed = seededChance(place * 7919 + 1);
  const passing = seededChance(place * 104_729 + moment * 15_485_863 + 2);
  const horizon = 170 + fixed() * 200;
  const parts: string[] = [
    `<rect x="-60" y="-60" width="1080" height="${horizon + 60}" fill="${colour(fixed, [185, 205, 225], 90)}"/>`,
    `<rect x="-60" y="${horizon}" width="1080" height="${840 - horizon}" fill="${colour(fixed, [120, 118, 112], 90)}"/>`,
  ];
  const houses = 2 + Math.floor(fixed() * 5);
  for (let house = 0; house < houses; house += 1) parts.push(houseSvg(fixed, horizon));
  parts.push(roadSvg(fixed, horizon));
  const trees = Math.floor(fixed() * 5);
  for (let tree = 0; tree < trees; tree += 1) parts.push(treeSvg(fixed, horizon));
  const things = 3 + Math.floor(fixed() * 6);
  for (let thing = 0; thing < things; thing += 1) {
    const [w, h] = [30 + fixed() * 180, 20 + fixed() * 120];
    parts.push(
      `<rect x="${fixed() * 900}" y="${horizon + fixed() * (640 - horizon)}" width="${w}" height="${h}" rx="${fixed() * 20}" fill="${colour(fixed, [110, 100, 95], 200)}"/>`,
    );
  }
  const cars = Math.floor(passing() * 3);
  for (let car = 0; car < cars; car += 1) {
    const [x, y] = [passing() * 860, horizon + 30 + passing() * 250];
    parts.push(
      `<rect x="${x}" y="${y}" width="150" height="48" rx="14" fill="${colour(passing, [128, 128, 128], 240)}"/>`,
      `<rect x="${x + 28}" y="${y - 24}" width="90" height="34" rx="12" fill="${colour(passing, [70, 80, 90], 60)}"/>`,
    );
  }
  const heaps = littered ? fixed() : 0;
  if (littered) parts.push(litterSvg(fixed, 100 + heaps * 600));
  // hand-held: nobody stands twice on the same spot
  const shake =
    moment === 0
      ? ''
      : `translate(${(passing() - 0.5) * 70} ${(passing() - 0.5) * 50}) rotate(${(passing() - 0.5) * 3} 480 360) scale(${1 + (passing() - 0.5) * 0.1})`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="720"><g transform="${shake}">${parts.join('')}</g></svg>`;
}

function houseSvg(chance: () => number, horizon: number): string {
  const [x, w, h] = [chance() * 960 - 80, 120 + chance() * 260, 80 + chance() * (horizon + 60)];
  const top = horizon + 20 - h;
  const [columns, rows] = [2 + Math.floor(chance() * 5), 1 + Math.floor(chance() * 5)];
  const glass = colour(chance, [70, 80, 95], 80);
  const parts = [
    `<rect x="${x}" y="${top}" width="${w}" height="${h}" fill="${colour(chance, [165, 150, 135], 150)}"/>`,
  ];
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) {
      const [stepX, stepY] = [w / columns, h / rows];
      parts.push(
        `<rect x="${x + column * stepX + stepX * 0.2}" y="${top + row * stepY + stepY * 0.2}" width="${stepX * 0.55}" height="${stepY * 0.5}" fill="${glass}"/>`,
      );
    }
  }
  return parts.join('');
}

function roadSvg(chance: () => number, horizon: number): string {
  const [far, near, spread] = [200 + chance() * 560, chance() * 960, 150 + chance() * 350];
  return `<polygon points="${far - 20},${horizon} ${far + 20},${horizon} ${near + spread},780 ${near - spread},780" fill="${colour(chance, [90, 90, 94], 60)}"/>
    <line x1="${far}" y1="${horizon}" x2="${near}" y2="780" stroke="#d8d4c0" stroke-width="5" stroke-dasharray="36 24"/>`;
}

function treeSvg(chance: () => number, horizon: number): string {
  const [x, y] = [chance() * 960, horizon + chance() * 90];
  const crown = Array.from({ length: 9 }, () => {
    const [dx, dy, r] = [(chance() - 0.5) * 110, -90 - chance() * 90, 24 + chance() * 36];
    return `<circle cx="${x + dx}" cy="${y + dy}" r="${r}" fill="${colour(chance, [60, 95, 50], 60)}"/>`;
  });
  return `<rect x="${x - 7}" y="${y - 100}" width="14" height="110" fill="#5b4a38"/>${crown.join('')}`;
}

function litterSvg(chance: () => number, x: number): string {
  return Array.from({ length: 40 }, () => {
    const [cx, cy, r] = [x + (chance() - 0.5) * 260, 560 + (chance() - 0.5) * 150, 6 + chance() * 26];
    const points = Array.from({ length: 5 }, (_, corner) => {
      const angle = (corner / 5) * 2 * Math.PI + chance();
      return `${cx + Math.cos(angle) * r},${cy + Math.sin(angle) * r * 0.7}`;
    });
    return `<polygon points="${points.join(' ')}" fill="${colour(chance, [140, 130, 120], 240)}"/>`;
  }).join('');
}

/** Streets are less colourful than chance. */
function mute(data: Buffer): void {
  for (let at = 0; at < data.length; at += 3) {
    const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
    const grey = 0.3 * r + 0.59 * g + 0.11 * b;
    data[at] = grey + (r - grey) * 0.5;
    data[at + 1] = grey + (g - grey) * 0.5;
    data[at + 2] = grey + (b - grey) * 0.5;
  }
}

/** Texture of the ground and walls at four scales, light that falls off to one side, and the sensor's grain. */
function addTexture(
  data: Buffer,
  width: number,
  height: number,
  { place, moment = 0 }: SyntheticScene,
): void {
  const fixed = seededChance(place * 31 + 5);
  const passing = seededChance(place * 37 + moment * 41 + 6);
  const grids = [60, 24, 10, 4].map((cell) =>
    noiseGrid(fixed, Math.ceil(width / cell) + 2, Math.ceil(height / cell) + 2, cell),
  );
  const [light, tilt, fall] = [0.8 + passing() * 0.4, (passing() - 0.5) * 0.5, (passing() - 0.5) * 0.4];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      let texture = 0;
      for (const [octave, grid] of grids.entries()) texture += grid(x, y) * (26 / (octave + 1.4));
      const shade = light * (1 + tilt * (x / width - 0.5) + fall * (y / height - 0.5));
      const grain = (passing() - 0.5) * 12;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const value = ((data[at + channel] ?? 0) + texture) * shade + grain;
        data[at + channel] = value < 0 ? 0 : value > 255 ? 255 : value;
      }
    }
  }
}

function noiseGrid(
  chance: () => number,
  columns: number,
  rows: number,
  cell: number,
): (x: number, y: number) => number {
  const values = Float32Array.from({ length: columns * rows }, () => chance() - 0.5);
  return (x, y) => {
    const [column, row] = [Math.floor(x / cell), Math.floor(y / cell)];
    const [u, v] = [x / cell - column, y / cell - row];
    const at = row * columns + column;
    const [a = 0, b = 0, c = 0, d = 0] = [
      values[at],
      values[at + 1],
      values[at + columns],
      values[at + columns + 1],
    ];
    return (a * (1 - u) + b * u) * (1 - v) + (c * (1 - u) + d * u) * v;
  };
}
