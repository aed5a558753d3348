import { computed, onBeforeUnmount, shallowRef, watch, type ComputedRef, type Ref } from 'vue';
import type { HeadBand } from '../charts/headBands.ts';
import type { HeadWeights } from '../charts/lineField.ts';
import type { LineReply, LineRequest, LineRules } from './lineWorker.ts';

/** All lines by their weight, or all of them faint behind a selection. */
export type LineKind = 'all' | 'idle';

interface Picture {
  readonly rules: LineRules;
  readonly image: ImageData;
}

/** A picture that was asked for. */
interface Job {
  readonly of: LineKind;
  readonly index: number;
  readonly band: HeadBand;
  readonly rules: LineRules;
}

/** So many are asked for at once: the worker need not wait for a busy window, and takes a change up soon. */
const askedAtOnce = 3;

/** Pictures out of sight are painted once nothing has changed for this long. */
const settledAfter = 300;

/** One for the window, started with this module: it is there when the first weights are. */
const worker = new Worker(new URL('./lineWorker.ts', import.meta.url), { type: 'module' });
const waiting = new Map<number, (pixels: LineReply['pixels']) => void>();
worker.onmessage = ({ data }: MessageEvent<LineReply>) => waiting.get(data.view)?.(data.pixels);
let views = 0;

/**
 * Pictures of the lines in every band of a head view, painted by a worker: what is in sight first, then what lies
 * beside it. A picture of before a change stays until the next one is there.
 */
export function useLinePictures(given: {
  readonly weights: Ref<HeadWeights>;
  readonly rules: Ref<LineRules>;
  readonly bands: Ref<readonly HeadBand[]>;
  /** Which bands are in sight. */
  readonly inSight: Ref<readonly boolean[]>;
  readonly kind: Ref<LineKind>;
}): {
  /** Of a band: its picture, and whether it stands in for the kind that is not there yet. */
  readonly pictures: ComputedRef<
    readonly { readonly image: ImageData | null; readonly isStandIn: boolean }[]
  >;
  /** Every line in sight is drawn, or every one there is. */
  readonly isShown: ComputedRef<boolean>;
  readonly isWhole: ComputedRef<boolean>;
} {
  const { weights, rules, bands, inSight, kind } = given;
  views += 1;
  const view = views;
  const painted = { all: shallowRef<readonly Picture[]>([]), idle: shallowRef<readonly Picture[]>([]) };

  const fits = ({ lines }: HeadBand, picture: Picture | undefined): picture is Picture =>
    picture !== undefined && picture.image.width === lines.width && picture.image.height === lines.height;
  const isDone = (of: LineKind, index: number): boolean => {
    const [band, picture] = [bands.value[index], painted[of].value[index]];
    return band !== undefined && fits(band, picture) && picture.rules === rules.value;
  };

  let changedAt = 0;
  let settling: ReturnType<typeof setTimeout> | undefined;
  const asked: Job[] = [];
  let sentWeights: HeadWeights | null = null;
  let sentRules: LineRules | null = null;
  const send = (request: LineRequest): void => worker.postMessage(request);

  /** What to paint next: in sight, the faint lines a selection will want there, then the rest from the top. */
  function next(): Pick<Job, 'of' | 'index'> | null {
    const isWanted = (of: LineKind, index: number): boolean =>
      !isDone(of, index) &&
      !asked.some(
        (job) =>
          job.of === of &&
          job.index === index &&
          job.rules === rules.value &&
          job.band === bands.value[index],
      );
    const seen = inSight.value.flatMap((isSeen, index) => (isSeen ? [index] : []));
    for (const of of new Set([kind.value, 'idle'] as const)) {
      const index = seen.find((candidate) => isWanted(of, candidate));
      if (index !== undefined) return { of, index };
    }
    if (performance.now() - changedAt < settledAfter) return null;
    const index = bands.value.findIndex((_, candidate) => isWanted(kind.value, candidate));
    return index < 0 ? null : { of: kind.value, index };
  }

  function ask(): void {
    while (asked.length < askedAtOnce) {
      const job = next();
      const band = job === null ? undefined : bands.value[job.index];
      if (job === null || band === undefined) return;
      const changed = {
        ...(sentWeights !== weights.value && { weights: weights.value }),
        ...(sentRules !== rules.value && { rules: rules.value }),
      };
      if (Object.keys(changed).length > 0) send({ view, ask: 'keep', ...changed });
      sentWeights = weights.value;
      sentRules = rules.value;
      asked.push({ ...job, band, rules: rules.value });
      send({ view, ask: 'paint', box: band.lines, isIdle: job.of === 'idle' });
    }
  }
  // Answers come in the order of what was asked.
  waiting.set(view, (pixels) => {
    const job = asked.shift();
    if (job === undefined) return;
    const { width, height } = job.band.lines;
    const pictures = [...painted[job.of].value];
    pictures[job.index] = { rules: job.rules, image: new ImageData(pixels, width, height) };
    painted[job.of].value = pictures;
    ask();
  });

  watch(
    [weights, rules, bands],
    () => {
      changedAt = performance.now();
      clearTimeout(settling);
      settling = setTimeout(ask, settledAfter + 1);
    },
    { immediate: true },
  );
  watch([weights, rules, bands, inSight, kind], ask, { immediate: true });
  onBeforeUnmount(() => {
    clearTimeout(settling);
    waiting.delete(view);
    send({ view, ask: 'forget' });
  });

  const pictures = computed(() =>
    bands.value.map((band, index) => {
      const own = painted[kind.value].value[index];
      if (fits(band, own)) return { image: own.image, isStandIn: false };
      const other = painted[kind.value === 'all' ? 'idle' : 'all'].value[index];
      return { image: fits(band, other) ? other.image : null, isStandIn: true };
    }),
  );
  const isShown = computed(
    () =>
      inSight.value.includes(true) &&
      inSight.value.every((isSeen, index) => !isSeen || isDone(kind.value, index)),
  );
  const isWhole = computed(() => bands.value.every((_, index) => isDone(kind.value, index)));
  return { pictures, isShown, isWhole };
}
