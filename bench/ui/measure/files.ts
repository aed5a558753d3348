import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { writeCompressedHalves, writeNpy, type AttentionShape } from '../attentionFiles.ts';
import { repeat, type Measurement, type Stage, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

interface Sample {
  readonly name: string;
  readonly shape: AttentionShape;
  readonly write: (path: string, shape: AttentionShape) => void;
  readonly ending: '.npy' | '.npz';
  /** From the file to a picture of one of its heads, before anything is kept. */
  readonly look: number;
  /** From the button that keeps it to its heads and its map. */
  readonly kept?: number;
}

const samples: readonly Sample[] = [
  {
    name: '12 × 12 × 128 × 128, float32',
    shape: [12, 12, 128, 128],
    write: writeNpy,
    ending: '.npy',
    look: 500,
    kept: 500,
  },
  {
    name: '12 × 12 × 512 × 512, float32 (151 MB)',
    shape: [12, 12, 512, 512],
    write: writeNpy,
    ending: '.npy',
    look: 2000,
  },
  {
    name: '12 × 12 × 512 × 512, float16 compressed',
    shape: [12, 12, 512, 512],
    write: writeCompressedHalves,
    ending: '.npz',
    look: 2000,
  },
];

const knownPages = ['/attention/files', '/attention/heads?run=none0000'];

/** Attention of other programs: looked into and taken in. */
export const files: Subject = {
  name: 'files',
  measure: async (stage) => {
    // The one folder of its own that a served lab reads from.
    const folder = join(stage.dataDir, 'datasets');
    mkdirSync(folder, { recursive: true });
    const { url } = await stage.serve();
    const found: Measurement[] = [];
    for (const sample of samples) {
      const path = join(folder, `sample${sample.ending}`);
      sample.write(path, sample.shape);
      found.push(...(await measureSample(stage, url, sample, path)));
      rmSync(path);
    }
    return found;
  },
};

async function measureSample(
  stage: Stage,
  url: string,
  { name, look, kept }: Sample,
  path: string,
): Promise<readonly Measurement[]> {
  const pictures: number[] = [];
  const takings: number[] = [];
  await repeat(stage, async () => {
    // Another file each time: the lab keeps the last one open.
    const copy = `${path}.${pictures.length}${extname(path)}`;
    copyFileSync(path, copy);
    const opened = await Opened.knowing(stage.browser, url, knownPages);
    pictures.push(
      await opened.show(`/attention/files?path=${encodeURIComponent(copy)}`, {
        selector: '.preview .map',
        marks: 1,
      }),
    );
    takings.push(
      await opened.press(
        'form [type=submit]',
        { selector: '.head-view[aria-busy="false"]', marks: 1 },
        { selector: '.map-pane .map', marks: 1 },
      ),
    );
    await opened.close();
    rmSync(copy);
  });
  const unit = 'ms' as const;
  return [
    { name: `file of ${name}: first picture`, limit: look, unit, values: pictures },
    {
      name: '– kept whole, and shown with its heads',
      ...(kept === undefined ? {} : { limit: kept }),
      unit,
      values: takings,
    },
  ];
}
