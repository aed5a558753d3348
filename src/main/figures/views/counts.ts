import type { ViewOf } from '../../../shared/figure.ts';
import { classCountsPlan } from '../../../renderer/charts/classCountsPlan.ts';
import type { Language } from '../../../renderer/charts/language.ts';
import type { FigureApi } from '../figureApi.ts';
import { framed } from '../framed.ts';
import { datasetOrigin } from '../origins.ts';
import type { OpenPanel } from '../panel.ts';

/** Documents of each class of a dataset. */
export async function openCounts(
  api: FigureApi,
  view: ViewOf<'counts'>,
  { figure: words }: Language,
): Promise<OpenPanel> {
  const dataset = await api.getDataset({ dataset: view.dataset });
  return {
    view,
    title: words.classCounts,
    subtitle: dataset.title,
    origins: [datasetOrigin(view.dataset, dataset.title, null)],
    largest: null,
    plan: (frame) =>
      framed(frame, ({ width }) =>
        classCountsPlan(dataset, { theme: frame.theme, width, legend: frame.legend, words }),
      ),
    table: () => ({
      columns: ['class', 'train', 'test'],
      rows: dataset.classes.map((name, at) => {
        const { train = 0, test = 0 } = dataset.classCounts[at] ?? {};
        return [name, train, test];
      }),
    }),
  };
}
