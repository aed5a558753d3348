import type { EstimateFault } from '../../../shared/estimate.ts';
import type { ExperimentIssue } from '../../../shared/experiment.ts';
import { formatBytes, formatCount, formatSetting } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { said } from '../../i18n/said.ts';
import type { Field, NumberField } from './fields.ts';

/** Something that keeps the experiment from running: at which field, in one sentence, and a value that would do. */
export interface FormFault {
  readonly path: string;
  readonly message: string;
  readonly fix?: { readonly value: unknown; readonly title: string };
}

/** What the schema says of a field, in the words of the form. */
export function issueFault(
  issue: ExperimentIssue,
  field: Field | undefined,
  typed: unknown,
  usual: unknown,
): FormFault {
  const { path } = issue;
  if (path === 'name') return { path, message: t('form.fault.name') };
  if (field?.kind === 'number') {
    const message = numberMessage(field, typed);
    if (usual === undefined) return { path, message };
    return { path, message, fix: { value: usual, title: t('form.set', { value: formatSetting(usual) }) } };
  }
  if (field?.kind === 'text') return { path, message: t('form.fault.text') };
  if (field?.kind === 'many') return { path: field.path, message: t('form.fault.classes') };
  return { path, message: issue.message };
}

function numberMessage(field: NumberField, typed: unknown): string {
  const value = typeof typed === 'number' ? formatSetting(typed) : String(typed ?? '');
  const range = { low: formatCount(field.low), high: formatCount(field.high) };
  if (value === '') return t('form.fault.empty', range);
  if (typeof typed !== 'number') {
    return field.special === undefined
      ? t('form.fault.notNumber', { value })
      : t('form.fault.notNumberOr', { value, special: field.special });
  }
  if (typed > field.high) return t('form.fault.tooLarge', { value, ...range });
  if (typed < field.low || (field.above === true && typed === field.low)) {
    return t(field.above === true ? 'form.fault.notAbove' : 'form.fault.tooSmall', { value, ...range });
  }
  if (field.whole && !Number.isInteger(typed)) return t('form.fault.notWhole', { value });
  return t('form.fault.shareOrCount', { value });
}

/** What the lab's estimate says against the run. */
export function estimateFault(fault: EstimateFault): FormFault {
  const fixTo = (value: number): { readonly value: number; readonly title: string } => ({
    value,
    title: t('form.set', { value: formatSetting(value) }),
  });
  switch (fault.kind) {
    case 'sequence-too-long':
      return {
        path: 'training.sequenceLength',
        message: t('form.fault.sequenceTooLong', {
          value: fault.value,
          most: fault.most,
          split: t(`form.split.${fault.split}`),
        }),
        fix: fixTo(Math.min(32, fault.most)),
      };
    case 'too-many-probes':
      return {
        path: 'probes.sequences',
        message: t('form.fault.tooManyProbes', { value: fault.value, most: fault.most }),
        fix: fixTo(fault.most),
      };
    case 'memory':
      return {
        path: 'model.headDim',
        message: t('form.fault.memory', {
          needed: formatBytes(fault.needed),
          available: formatBytes(fault.available),
        }),
      };
    case 'disk':
      return {
        path: 'checkpoints.keep',
        message: t('form.fault.disk', {
          needed: formatBytes(fault.needed),
          available: formatBytes(fault.available),
        }),
        fix: { value: 'none', title: t('form.keepNothing') },
      };
    case 'engine':
      return {
        path: 'engine',
        message: t('form.fault.engine', { engine: fault.engine, reason: said(fault.reason).text }),
        fix: { value: 'auto', title: t('form.set', { value: 'auto' }) },
      };
    case 'data-missing':
      return { path: 'dataset.path', message: t('form.fault.dataMissing', { path: fault.path }) };
    case 'not-downloaded':
      return { path: 'dataset.path', message: t('form.fault.notDownloaded') };
    case 'no-terms':
      return { path: 'features.minDf', message: t('form.fault.noTerms', { all: formatCount(fault.all) }) };
  }
}
