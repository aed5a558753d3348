import { headValues, type AttentionBundle } from '../shared/attention.ts';
import type { Theme } from '../shared/colours.ts';
import { orderTokens, type OrderKind, type TokenOrder } from '../shared/order.ts';
import type { ScaleKind, ValueScale } from '../shared/scales.ts';
import {
  headViewHit,
  headViewLayout,
  type HeadViewOptions,
  type TokenRef,
} from '../renderer/charts/headViewLayout.ts';
import { headViewPlan } from '../renderer/charts/headViewPlan.ts';
import { massThresholds } from '../renderer/charts/lineThresholds.ts';
import { mapLevels, reduceLevels } from '../renderer/charts/mapLevels.ts';
import {
  mapLayout,
  mapOverlay,
  mapPlan,
  shownBox,
  type MapOptions,
  type MapWords,
} from '../renderer/charts/mapPlan.ts';
import { fitWindow, placeAt } from '../renderer/charts/mapWindow.ts';
import { meanOfHeads } from '../renderer/charts/meanOfHeads.ts';
import type { Mark, Plan } from '../renderer/charts/plan.ts';

/** What a hand has chosen. */
export interface Choice {
  readonly theme: Theme;
  readonly layer: number;
  readonly heads: readonly boolean[];
  /** Null: the mean of those that are on. */
  readonly mapHead: number | null;
  readonly order: OrderKind;
  readonly scale: ScaleKind;
  readonly pinned: Cell | null;
  /** Under the pointer: a cell, or a whole row or column of a token. */
  readonly hovered: { readonly key: number | null; readonly query: number | null } | null;
}
export interface Cell {
  readonly key: number;
  readonly query: number;
}
export interface Room {
  readonly width: number;
  readonly height: number;
}

/**
 * Everything drawn of a bundle; each costly part is worked out when it is first needed after a change. Of several bundles,
 * steps of the same documents, all have one scale, and the order of the one they were opened at: nothing jumps between.
 */
export class Drawing {
  readonly #bundle: AttentionBundle;
  readonly #ordered: AttentionBundle;
  readonly #words: MapWords;
  readonly #known = new Map<string, unknown>();
  readonly #max: number;

  constructor(bundle: AttentionBundle, ordered: AttentionBundle, max: number, words: MapWords) {
    this.#bundle = bundle;
    this.#ordered = ordered;
    this.#words = words;
    this.#max = max;
  }

  /** [keys, queries] as the map shows them. */
  values({ layer, mapHead, heads }: Choice): Float32Array {
    if (mapHead !== null) return headValues(this.#bundle, layer, mapHead);
    return this.#once(`mean ${layer} ${heads.join()}`, () => meanOfHeads(this.#bundle, layer, heads));
  }

  order({ order, layer }: Choice): TokenOrder {
    return this.#once(`order ${order} ${order === 'similarity' ? layer : ''}`, () =>
      orderTokens(this.#ordered, order, layer),
    );
  }

  map(choice: Choice, room: Room, description: string): { readonly plan: Plan; readonly overlay: Mark[] } {
    const options = this.#mapOptions(choice, room);
    const window = fitWindow(this.#size, mapLayout(this.#bundle, options).room);
    const levels = this.#once(
      `levels ${choice.layer} ${choice.mapHead ?? choice.heads.join()} ${choice.order} ${choice.scale} ${window.cell}`,
      () =>
        reduceLevels(
          mapLevels(this.values(choice), options.order, options.scale),
          window.cell < 1 ? Math.round(1 / window.cell) : 1,
        ),
    );
    return {
      plan: mapPlan(this.#bundle, levels, options, window, description),
      overlay: mapOverlay(this.#bundle, options, window, choice.hovered, choice.pinned),
    };
  }

  /** The cell at a point of the map, in px. */
  cellAt(choice: Choice, room: Room, x: number, y: number): Cell | null {
    const options = this.#mapOptions(choice, room);
    const layout = mapLayout(this.#bundle, options);
    const window = fitWindow(this.#size, layout.room);
    const box = shownBox(layout, this.#bundle, window);
    const [left, top] = [x - box.x, y - box.y];
    if (left < 0 || top < 0 || left >= box.width || top >= box.height) return null;
    const place = placeAt(window, this.#size, left, top);
    const key = place === null ? undefined : options.order.keys[place.row];
    const query = place === null ? undefined : options.order.queries[place.column];
    return key === undefined || query === undefined ? null : { key, query };
  }

  heads(choice: Choice, width: number): Plan {
    const thresholds = this.#once(`lines ${choice.layer}`, () =>
      massThresholds(this.#bundle, choice.layer, 0.6),
    );
    return headViewPlan(this.#bundle, this.#headOptions(choice, width), thresholds);
  }

  tokenAt(choice: Choice, width: number, x: number, y: number): TokenRef | null {
    const layout = headViewLayout(this.#bundle, this.#headOptions(choice, width));
    const hit = headViewHit(layout, this.order(choice), x, y);
    return hit === null || hit.side === 'head' ? null : { side: hit.side, index: hit.index };
  }

  get #size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#bundle.queries, rows: this.#bundle.keys };
  }

  #scale({ scale }: Choice): ValueScale {
    return { kind: scale, max: this.#max, signed: this.#bundle.meta.range === 'signed', locked: true };
  }

  #mapOptions(choice: Choice, room: Room): MapOptions {
    return {
      theme: choice.theme,
      ...room,
      order: this.order(choice),
      scale: this.#scale(choice),
      target:
        this.#bundle.meta.normalisedOver !== 'none' && this.#bundle.keyTokens.some(({ group }) => group >= 0),
      cosines: null,
      sums: null,
      words: this.#words,
    };
  }

  #headOptions(choice: Choice, width: number): HeadViewOptions {
    const { hovered, pinned } = choice;
    const at = hovered ?? pinned;
    const token: TokenRef | null =
      at === null
        ? null
        : at.query !== null
          ? { side: 'query', index: at.query }
          : at.key !== null
            ? { side: 'key', index: at.key }
            : null;
    return {
      theme: choice.theme,
      width,
      order: this.order(choice),
      scale: this.#scale(choice),
      layer: choice.layer,
      heads: choice.heads,
      hovered: token,
      pinned,
      padding: 8,
      words: this.#words,
    };
  }

  #once<Value>(key: string, make: () => Value): Value {
    if (!this.#known.has(key)) {
      if (this.#known.size > 64) this.#known.clear();
      this.#known.set(key, make());
    }
    return this.#known.get(key) as Value;
  }
}
