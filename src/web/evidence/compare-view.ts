/** How two pictures are looked at together: the same part of both. */
export interface CompareView {
  /** 1 = the whole picture. */
  readonly zoom: number;
  /** Middle of what is shown, as shares of the pane from its middle: -0.5 to 0.5 at the edges. */
  readonly x: number;
  readonly y: number;
}

export const wholeView: CompareView = { zoom: 1, x: 0, y: 0 };

const mostZoom = 8;

/** The view at another size about the same middle. */
export function zoomed(view: CompareView, factor: number): CompareView {
  return kept({ ...view, zoom: Math.min(mostZoom, Math.max(1, view.zoom * factor)) });
}

/** The view moved by shares of the pane. */
export function moved(view: CompareView, x: number, y: number): CompareView {
  return kept({ ...view, x: view.x + x / view.zoom, y: view.y + y / view.zoom });
}

/** Never past the edge of the picture. */
function kept({ zoom, x, y }: CompareView): CompareView {
  const reach = (1 - 1 / zoom) / 2;
  // plus nothing: minus nought is nought
  const within = (share: number) => Math.min(reach, Math.max(-reach, share)) + 0;
  return { zoom, x: within(x), y: within(y) };
}

/** The style sheet's form of a view. */
export function transformOf({ zoom, x, y }: CompareView): string {
  return `scale(${zoom}) translate(${-x * 100}%, ${-y * 100}%)`;
}

/** What a key does; null: nothing. */
export function viewAfterKey(view: CompareView, key: string): CompareView | null {
  switch (key) {
    case '+':
    case '=':
      return zoomed(view, 1.5);
    case '-':
    case '_':
      return zoomed(view, 1 / 1.5);
    case '0':
      return wholeView;
    case 'ArrowLeft':
      return moved(view, -0.1, 0);
    case 'ArrowRight':
      return moved(view, 0.1, 0);
    case 'ArrowUp':
      return moved(view, 0, -0.1);
    case 'ArrowDown':
      return moved(view, 0, 0.1);
    default:
      return null;
  }
}
