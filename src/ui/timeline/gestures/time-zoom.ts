/** D3's zoom reports what wheel, pinch and drag mean for the view; the view itself is not D3's. */
import { select, zoom, ZoomTransform, type D3ZoomEvent } from 'd3';
import { longestSpanUs, SHORTEST_SPAN_US, type TimeView } from '../view/time-view';

/** What a gesture is about, asked for whenever one happens. */
export interface ZoomSubject {
  readonly view: TimeView;
  /** Where time begins on the element, and how much of it is time; in pixels. */
  readonly left: number;
  readonly width: number;
  readonly headUs: number;
}

export interface ZoomGestures {
  /** To be called whenever the subject has changed by other means. */
  sync(): void;
  destroy(): void;
}

/** Less than this is a click by an unsteady hand. */
const CLICK_DISTANCE_PX = 4;

export function timeZoom(
  element: HTMLElement,
  subject: () => ZoomSubject,
  moved: (view: TimeView, by: 'pan' | 'zoom') => void,
): ZoomGestures {
  const selection = select(element);
  const behavior = zoom<HTMLElement, unknown>()
    .clickDistance(CLICK_DISTANCE_PX)
    .filter((event: Event) => isOurs(event, element))
    .on('zoom', ({ transform, sourceEvent }: D3ZoomEvent<HTMLElement, unknown>) => {
      // Without a gesture behind it, it is an echo of `sync`.
      if (sourceEvent == null) return;
      const { view } = subject();
      const next = viewOf(transform, subject());
      const scaled = Math.abs(next.spanUs / view.spanUs - 1) > 1e-9;
      moved(scaled ? next : { ...next, spanUs: view.spanUs }, scaled ? 'zoom' : 'pan');
      sync();
    });
  selection.call(behavior).on('dblclick.zoom', null);
  element.addEventListener('wheel', panSideways, { passive: false });
  sync();

  function sync(): void {
    const { width, headUs } = subject();
    behavior.scaleExtent([width / longestSpanUs(headUs), width / SHORTEST_SPAN_US]);
    const wanted = transformOf(subject());
    const { k, x } = (element as { __zoom?: ZoomTransform }).__zoom ?? new ZoomTransform(1, 0, 0);
    if (k !== wanted.k || x !== wanted.x) selection.call(behavior.transform, wanted);
  }

  function panSideways(event: WheelEvent): void {
    if (!isSideways(event)) return;
    event.preventDefault();
    const { view, width } = subject();
    const pixels = event.deltaX || event.deltaY;
    moved({ ...view, startUs: view.startUs + (pixels / width) * view.spanUs }, 'pan');
    sync();
  }

  return {
    sync,
    destroy() {
      selection.on('.zoom', null);
      element.removeEventListener('wheel', panSideways);
    },
  };
}

/** Pixels per microsecond, and where the run begins on the element. */
export function transformOf({ view, left, width }: ZoomSubject): ZoomTransform {
  const k = width / view.spanUs;
  return new ZoomTransform(k, left - view.startUs * k, 0);
}

export function viewOf({ k, x }: Pick<ZoomTransform, 'k' | 'x'>, { left, width }: ZoomSubject): TimeView {
  return { startUs: (left - x) / k, spanUs: width / k };
}

const isSideways = (event: WheelEvent): boolean =>
  event.shiftKey || (!event.ctrlKey && Math.abs(event.deltaX) > Math.abs(event.deltaY));

/** Where a plain wheel has something to scroll, it scrolls. */
function isOurs(event: Event, element: HTMLElement): boolean {
  if (event instanceof WheelEvent) {
    if (isSideways(event)) return false;
    const scrolls = element.scrollHeight > element.clientHeight || pageScrolls();
    return event.ctrlKey || event.metaKey || !scrolls;
  }
  return !(event instanceof MouseEvent) || event.button === 0;
}

function pageScrolls(): boolean {
  const { scrollHeight, clientHeight } = document.documentElement;
  return scrollHeight > clientHeight;
}
