import { LabError } from '../../shared/errors.ts';
import { figureTypes, type FigureFile, type FigureFormat, type FigureSpec } from '../../shared/figure.ts';
import { inUnit } from '../../shared/figureLook.ts';
import { recipeElement, recipeKeyword, recipeText, type Recipe } from '../../shared/recipe.ts';
import { appVersion } from '../../shared/version.ts';
import { csvText, jsonCell, type DataTable } from './dataTable.ts';
import type { FigureApi } from './figureApi.ts';
import { figureName } from './figureName.ts';
import { figurePlan, type FigurePlan } from './figurePlan.ts';
import { figureFamilies } from './fonts.ts';
import { languages } from '../../renderer/charts/language.ts';
import { openView } from './openView.ts';
import type { OpenPanel } from './panel.ts';
import { planSvg } from './planSvg.ts';

/**
 * A figure as the bytes of a file. The same spec over the same runs gives the same bytes, whoever asks: nothing of
 * the time or the machine is in them. Throws `LabError`: `not-found` for a run, step or head that is not there,
 * `bad-input` for panels that cannot be drawn.
 */
export async function drawFigure(
  api: FigureApi,
  spec: FigureSpec,
  format: FigureFormat,
): Promise<FigureFile> {
  const { bytes, type, name, width, height } = await drawnFigure(api, spec, format);
  return { bytes, type, name, width, height };
}

/** The same with its recipe, for what stands beside a CSV and in lists. */
export async function drawnFigure(
  api: FigureApi,
  spec: FigureSpec,
  format: FigureFormat,
): Promise<FigureFile & { readonly recipe: Recipe }> {
  const panels = await openPanels(api, spec);
  const recipe = recipeOf(spec, panels);
  const drawn = figurePlan(panels, recipe.spec);
  const { plan, zoom } = drawn;
  return {
    bytes: await bytesOf(drawn, panels, recipe, format),
    recipe,
    type: figureTypes[format],
    name: `${figureName(panels)}.${format}`,
    width: Math.round(plan.width * zoom),
    height: Math.round(plan.height * zoom),
  };
}

async function openPanels(api: FigureApi, { panels, look }: FigureSpec): Promise<readonly OpenPanel[]> {
  return Promise.all(panels.map((view) => openView(api, view, languages[look.locale])));
}

/** What was drawn, the newest steps said, so that it can be drawn again when the runs have gone on. */
function recipeOf(spec: FigureSpec, panels: readonly OpenPanel[]): Recipe {
  const origins = panels.flatMap((panel) => panel.origins);
  const distinct = new Map(origins.map((origin) => [JSON.stringify(origin), origin]));
  return {
    format: 'attention-lab-figure',
    version: 1,
    app: appVersion,
    spec: { ...spec, panels: panels.map(({ view }) => view) },
    sources: [...distinct.values()],
  };
}

async function bytesOf(
  drawn: FigurePlan,
  panels: readonly OpenPanel[],
  recipe: Recipe,
  format: FigureFormat,
): Promise<Uint8Array> {
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  switch (format) {
    case 'svg':
      return utf8(figureSvg(drawn, panels, recipe));
    case 'png':
      return figurePng(drawn, panels, recipe);
    case 'pdf':
      return figurePdf(drawn, panels, recipe);
    case 'csv':
      return utf8(panels.map((panel) => csvText(panel.table())).join('\n'));
    case 'json':
      return utf8(figureJson(panels, recipe));
  }
}

const titleOf = (panels: readonly OpenPanel[]): string =>
  panels
    .map(({ title, subtitle }) => (subtitle === '' ? title : `${title}, ${subtitle}`))
    .slice(0, 4)
    .join('; ');

function figureSvg(
  { plan, zoom }: FigurePlan,
  panels: readonly OpenPanel[],
  { spec, ...rest }: Recipe,
): string {
  const { look } = spec;
  const { unit } = look.width;
  const measured = (pixels: number): string => {
    const { value } = inUnit({ value: pixels * zoom, unit: 'px' }, unit);
    return `${Number(value.toFixed(3))}${unit === 'px' ? '' : unit}`;
  };
  return planSvg(plan, titleOf(panels), {
    size: { width: measured(plan.width), height: measured(plan.height) },
    families: figureFamilies[look.font],
    transparent: look.transparent,
    metadata: recipeElement({ ...rest, spec }),
  });
}

async function figurePdf(
  { plan, zoom }: FigurePlan,
  panels: readonly OpenPanel[],
  recipe: Recipe,
): Promise<Uint8Array> {
  const { planPdf } = await import('./planPdf.ts');
  const { font, transparent } = recipe.spec.look;
  return planPdf(plan, {
    title: titleOf(panels),
    creator: `Attention Lab ${recipe.app}`,
    zoom,
    font,
    transparent,
    metadata: recipeElement(recipe),
  });
}

async function figurePng(
  drawn: FigurePlan,
  panels: readonly OpenPanel[],
  recipe: Recipe,
): Promise<Uint8Array> {
  const { dpi } = recipe.spec.look;
  const { plan, zoom } = drawn;
  const pixels = (plan.width * plan.height * (zoom * dpi) ** 2) / 96 ** 2;
  if (pixels > mostPngPixels) {
    throw new LabError('bad-input', `too many pixels for a PNG: ${Math.round(pixels / 1e6)} million`, {
      hint: 'Choose fewer dots an inch or a smaller width, or SVG or PDF',
    });
  }
  const [{ rasterise }, { describedPng }] = await Promise.all([import('./rasterise.ts'), import('./png.ts')]);
  const png = rasterise(figureSvg(drawn, panels, recipe), dpi / 96, recipe.spec.look.font);
  return describedPng(png, { dpi, keyword: recipeKeyword, text: recipeText(recipe) });
}

/** What one PNG may have: more would take gigabytes to draw. */
const mostPngPixels = 100_000_000;

function figureJson(panels: readonly OpenPanel[], recipe: Recipe): string {
  const tables = panels.map((panel): DataTable & { readonly title: string } => {
    const { columns, rows } = panel.table();
    return { title: titleOf([panel]), columns, rows: rows.map((row) => row.map(jsonCell)) };
  });
  return `${JSON.stringify({ recipe, panels: tables })}\n`;
}
