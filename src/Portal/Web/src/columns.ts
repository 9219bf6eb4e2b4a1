/** Column widths of a table: dragged at the grip of a heading, or with Shift and an arrow key on it; a double click gives a column its own width back. */
interface Component { invokeMethodAsync(method: string, ...args: unknown[]): Promise<unknown> }

const narrowest = 56;
const widest = 1600;
const step = 16;

export function attach(table: HTMLTableElement, component: Component): void {
  const col = (key: string): HTMLElement => table.querySelector<HTMLElement>(`col[data-column="${key}"]`)!;
  const headingOf = (event: Event): HTMLElement | null => (event.target as HTMLElement).closest<HTMLElement>('th[data-column]');
  const set = (key: string, width: number): number => {
    const fit = Math.round(Math.min(widest, Math.max(narrowest, width)));
    col(key).style.width = `${fit}px`;
    return fit;
  };
  const report = (key: string, width: number): void => void component.invokeMethodAsync('ResizedAsync', key, width).catch(() => undefined); // the page was left

  table.addEventListener('pointerdown', event => {
    const grip = (event.target as HTMLElement).closest<HTMLElement>('.grip');
    const heading = headingOf(event);
    if (!grip || !heading || event.button !== 0) return;
    event.preventDefault();
    const [key, start, before] = [heading.dataset.column!, event.clientX, heading.offsetWidth];
    let width = before;
    const stop = new AbortController();
    grip.setPointerCapture(event.pointerId);
    table.classList.add('resizing');
    grip.addEventListener('pointermove', move => { width = set(key, before + move.clientX - start); }, { signal: stop.signal });
    grip.addEventListener('lostpointercapture', () => {
      stop.abort();
      table.classList.remove('resizing');
      if (width !== before) report(key, width);
    }, { once: true });
  });

  table.addEventListener('dblclick', event => {
    const heading = (event.target as HTMLElement).closest('.grip') && headingOf(event);
    if (heading) report(heading.dataset.column!, 0);
  });

  table.addEventListener('keydown', event => {
    const heading = headingOf(event);
    if (!heading || !event.shiftKey || (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight')) return;
    event.preventDefault();
    const key = heading.dataset.column!;
    report(key, set(key, heading.offsetWidth + (event.key === 'ArrowLeft' ? -step : step)));
  });
}
