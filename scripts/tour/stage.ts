/** What a scene does with the editor: places are found by a piece of the source, never by line numbers. */
import type { Page } from './tools.js';

/** A place: the beginning of the first place of a piece of text in a pane, or the place behind it. */
export interface Where {
  readonly piece: string;
  readonly pane?: number;
  readonly behind?: boolean;
}

export interface Stage {
  /** Puts the cursor there. */
  readonly put: (where: Where) => Promise<void>;
  /** Moves the mouse there and waits for the hover. */
  readonly hover: (where: Where) => Promise<void>;
  readonly press: (key: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Runs an action of the editor, as its command palette would. */
  readonly act: (action: string, pane?: number) => Promise<void>;
  /** Waits until the server has said everything. */
  readonly settle: () => Promise<void>;
}

/** Quiet after which the server has said everything: longer than typing pauses and estimates. */
const quiet_ms = 1500;

/** The stage of a page that shows something. */
export function createStage(page: Page): Stage {
  const offsetOf = async ({ piece, pane = 0, behind = false }: Where): Promise<number> => {
    const text = await page.evaluate((index) => globalThis.tour.textOf(index), pane);
    const at = text.indexOf(piece);
    if (at < 0) throw new Error(`the source has no ${piece}`);
    return behind ? at + piece.length : at;
  };
  const settle = async (): Promise<void> => {
    await page.waitForFunction(`tour.quiet() > ${quiet_ms}`);
  };
  return {
    put: async (where) => {
      const offset = await offsetOf(where);
      await page.evaluate(([pane, at]) => globalThis.tour.put(pane, at), [where.pane ?? 0, offset] as const);
    },
    hover: async (where) => {
      const offset = await offsetOf(where);
      const { x, y } = await page.evaluate(([pane, at]) => globalThis.tour.spot(pane, at), [
        where.pane ?? 0,
        offset,
      ] as const);
      await page.mouse.move(x + 4, y);
      await page.mouse.move(x + 6, y);
      await settle();
    },
    press: (key) => page.keyboard.press(key),
    type: (text) => page.keyboard.type(text),
    act: async (action, pane = 0) => {
      await page.evaluate(([index, name]) => globalThis.tour.act(index, name), [pane, action] as const);
      await settle();
    },
    settle,
  };
}
