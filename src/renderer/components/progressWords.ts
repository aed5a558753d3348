import type { ProgressMessage } from '../../shared/trainerMessages.ts';
import { formatBytes, formatCount } from '../i18n/format.ts';
import { t } from '../i18n/index.ts';

const stages = [
  'reading',
  'downloading',
  'tokenising',
  'initialising',
  'training',
  'evaluating',
  'writing checkpoint',
  'measuring',
] as const;
type Stage = (typeof stages)[number];

const isStage = (stage: string): stage is Stage => (stages as readonly string[]).includes(stage);

/** "reading 812 of 3749 documents"; a stage this window does not know stands as the trainer named it. */
export function progressWords(progress: ProgressMessage | undefined): string {
  if (progress === undefined) return t('run.starting');
  const { stage, done, total, unit } = progress;
  const name = isStage(stage) ? t(`stage.${stage}`) : stage;
  const amount = unit === 'bytes' ? formatBytes : formatCount;
  return total === null || total === 0
    ? name
    : t('status.stageOf', { stage: name, done: amount(done), total: amount(total) });
}
