import type { ApiReply, LabEvent } from '../../shared/api.ts';

/** What a shell needs of the lab: calls in (parsed and answered, never thrown), events out. */
export interface LabDoor {
  dispatch(method: unknown, input: unknown): Promise<ApiReply>;
  /** Returns a function that stops listening. */
  onEvent(listener: (event: LabEvent) => void): () => void;
}
