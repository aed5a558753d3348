import { repeat, type Subject } from '../measurement.ts';
import { Opened } from '../opened.ts';

/** Keys typed into the form of an experiment, whose estimate and differences follow. */
export const form: Subject = {
  name: 'form',
  measure: async (stage) => {
    const { url } = await stage.serve();
    const strokes: number[] = [];
    await repeat(stage, async () => {
      const opened = await Opened.at(stage.browser, url);
      await opened.show('/experiments', { selector: 'main input', count: 5 });
      await opened.page.waitForTimeout(1000);
      const field = opened.page.getByRole('textbox', { name: 'Head dimension d', exact: true });
      await field.fill('');
      const { answers } = await opened.record(['keydown', 'input'], () =>
        field.pressSequentially('1284096326425', { delay: 60 }),
      );
      strokes.push(...answers);
      await opened.close();
    });
    return [{ name: 'key typed into the form', limit: 16, unit: 'ms', values: strokes }];
  },
};
