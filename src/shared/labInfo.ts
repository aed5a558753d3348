/** What this lab is. */
export interface LabInfo {
  readonly version: string;
  readonly shell: 'electron' | 'web';
  readonly platform: string;
  readonly dataDir: string;
  /** Nothing can be changed: another program holds the data folder, or it may not be written. */
  readonly readOnly: boolean;
  /** What a person has to know about how the lab was opened (a backup restored, …), a sentence each. */
  readonly notices: readonly string[];
}
