import type { Command } from 'commander';
import { readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { curveAxes, readComparison, spreadKinds } from '../../../shared/comparison.ts';
import { LabError } from '../../../shared/errors.ts';
import type { FigureSpec } from '../../../shared/figure.ts';
import type { RunId } from '../../../shared/ids.ts';
import { measureId, measureSpecs } from '../../../shared/metrics.ts';
import { readRecipe, refuseTooLarge } from '../../../shared/recipe.ts';
import { withOtherRuns } from '../../../shared/recipeRuns.ts';
import { figureFormat } from '../../figures/figureFile.ts';
import type { Lab } from '../../lab.ts';
import { addLookFlags, addMapFlags, headChoice, headList, number, range } from '../figureFlags.ts';
import { specOfComparison, specOfRuns, viewNames, type ViewFlags, type ViewName } from '../figureSpec.ts';
import type { FigureDataset } from '../figurePanels.ts';
import { addViewFlags } from '../figureViewFlags.ts';
import { findDataset } from '../findDataset.ts';
import { redrawList } from '../figureList.ts';
import { findRun } from '../findRun.ts';
import { choice, list, listOf, wholeNumber } from '../options.ts';
import type { CommandContext } from '../openLabFor.ts';
import { withLab } from '../openLabFor.ts';

interface Flags extends Omit<ViewFlags, 'view'> {
  readonly view?: readonly ViewName[];
  readonly out?: string;
  /** True: that of the data folder. */
  readonly list?: string | true;
  readonly recipe?: string;
  readonly run?: readonly string[];
  readonly dataset?: string;
}

export function addFigure(program: Command, context: CommandContext): void {
  const command = program
    .command('figure')
    .summary('draw any view into a file')
    .description(
      'Draws runs, a dataset, or a comparison saved by the window, into an SVG, PDF, PNG, CSV or JSON file, as the ' +
        'window shows it. Every figure carries its recipe: --recipe draws it again, of other runs too.',
    )
    .argument('[what...]', 'runs by id, beginning of an id, name or "last"; or a comparison’s .json file')
    .option('--view <names>', `${viewNames.join(', ')}; several make panels`, listOf(viewNames))
    .option('--out <file>', 'file to write; its ending, .svg, .pdf, .png, .csv or .json, says how')
    .option('--recipe <file>', 'a figure, to be drawn again')
    .option(
      '--list [file]',
      'draws a list of figures again, or those in a folder; default all that were saved from the data folder. ' +
        'They are written where they lie, or into the folder --out',
    )
    .option('--run <names>', 'with --recipe: these runs in the place of its own, in their order', list)
    .option('--dataset <name>', 'measures and class counts of a dataset without a run: its title or hash')
    .option(
      '--step <n>',
      'attention: the snapshot at or before this step; loss: where the cursor stands',
      wholeNumber(0, 1_000_000),
    )
    .option('--sequence <n>', 'which test sequence, from 0', wholeNumber(0, 1_000_000))
    .option(
      '--measure <id>',
      'an untrained measure on the run’s documents instead of its attention',
      choice(measureSpecs.map(measureId)),
    )
    .option('--head <n>', 'map: mean, all, or a head from 1', headChoice)
    .option('--heads <n>', 'head view: heads from 1, separated by commas', headList)
    .option('--axis <name>', 'loss: step, epoch or time', choice(curveAxes))
    .option('--log', 'loss: a log axis')
    .option('--group-by <name>', 'loss: what makes runs one curve: experiment, group or none')
    .option('--no-raw', 'loss: smoothed lines alone')
    .option(
      '--band <name>',
      'loss: spread about a group’s mean: sd, se, range or none',
      choice([...spreadKinds, 'none']),
    )
    .option('--smoothing <factor>', 'loss: 0 to 0.999', number(0, 0.999))
    .option('--measures <ids>', 'loss: which untrained measures, or none', list)
    .option('--range <low,high>', 'loss: part of the horizontal axis', range);
  addLookFlags(addMapFlags(addViewFlags(command))).action(async (asked: string[], flags: Flags) => {
    const { cwd } = context.io;
    if (flags.list !== undefined) {
      const { list, out } = flags;
      return withLab(context, 'read', (lab) =>
        redrawList(
          lab,
          {
            list: list === true ? join(lab.folder.exports, 'figures.json') : resolve(cwd, list),
            out: out === undefined ? null : resolve(cwd, out),
          },
          context.io,
        ),
      );
    }
    const { out } = flags;
    if (out === undefined) {
      throw new LabError('bad-input', "'--out <file>' not specified", { hint: 'Say which file to write' });
    }
    figureFormat(out);
    await withLab(context, 'read', async (lab) => {
      const spec = await specOf(lab, asked, flags, cwd);
      const { saveFigure } = await import('../../figures/saveFigure.ts');
      const {
        files: [, beside],
      } = await saveFigure(lab.api, spec, resolve(cwd, out));
      const recipe = beside === undefined ? '' : `, its recipe to ${basename(beside)}`;
      context.io.out(`Written to ${out}${recipe}.`);
    });
  });
}

async function specOf(lab: Lab, asked: readonly string[], flags: Flags, cwd: string): Promise<FigureSpec> {
  if (flags.recipe !== undefined) {
    if (asked.length > 0 || flags.view !== undefined) {
      throw new LabError('bad-input', 'a recipe says what it is of', {
        hint: 'Use --run to draw it of other runs',
      });
    }
    const { spec } = readRecipe(readFile(resolve(cwd, flags.recipe)), flags.recipe);
    const others = await Promise.all((flags.run ?? []).map((name) => findRun(lab.api, name)));
    return withOtherRuns(
      spec,
      others.map(({ id }) => id),
    );
  }
  const { view } = flags;
  if (view === undefined) throw new LabError('bad-input', `no --view: ${viewNames.join(', ')}`);
  const dataset = flags.dataset === undefined ? null : await datasetNamed(lab, flags.dataset);
  if (asked.length === 0 && dataset === null) {
    throw new LabError('bad-input', 'no run named', { hint: 'Name one, or "last"' });
  }
  const [only = ''] = asked;
  if (asked.length === 1 && /\.json$/i.test(only)) {
    const text = readFile(resolve(cwd, only)).toString('utf8');
    const comparison = readComparison(text, only);
    const [first] = comparison.runs;
    return specOfComparison(comparison, { ...flags, view }, dataset ?? (await datasetOf(lab, first, view)));
  }
  const runs = await Promise.all(asked.map((name) => findRun(lab.api, name)));
  const ids = [...new Set(runs.map(({ id }) => id))];
  return specOfRuns(ids, { ...flags, view }, dataset ?? (await datasetOf(lab, ids[0], view)));
}

/** The documents of a run, for the one view that is of them. */
async function datasetOf(
  lab: Lab,
  runId: RunId | undefined,
  view: readonly ViewName[],
): Promise<FigureDataset | null> {
  if (runId === undefined || !view.includes('counts')) return null;
  const { datasetHash, experiment } = await lab.api.getRun({ runId });
  if (datasetHash === null) return null;
  return { dataset: datasetHash, sequenceLength: experiment.training.sequenceLength };
}

/** Sequences as a run usually has them, shorter where there are fewer documents. */
async function datasetNamed(lab: Lab, asked: string): Promise<FigureDataset> {
  const { hash, testDocuments } = findDataset(await lab.api.listDatasets({}), asked);
  return { dataset: hash, sequenceLength: Math.max(2, Math.min(usualLength, testDocuments)) };
}

const usualLength = 32;

function readFile(path: string): Buffer {
  try {
    refuseTooLarge(statSync(path).size, path);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw new LabError('not-found', `no such file: ${path}`, { cause });
  }
}
