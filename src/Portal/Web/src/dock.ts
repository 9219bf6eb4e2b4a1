/**
 * The dock at the lower edge of a page (Components/Dock.razor): dragged at its grip, moved by the arrow keys there, collapsed and opened again.
 * Its height stands on the document, where CSS finds it: it holds for every page, and is there before a dock is.
 */
const key = 'portal-dock';
const least = 120;
/** What stays of the page above a dock that was dragged as far as it goes. */
const above = 200;
const step = 24;

/** A height of 0 is the page's own choice. */
interface Dock { height: number; closed: boolean }

const root = document.documentElement;

export function startDock(): void {
  show(read());

  document.addEventListener('pointerdown', event => {
    const grip = find(event, '[data-dock-grip]');
    if (!grip || event.button !== 0) return;
    event.preventDefault();
    grip.focus();
    const [start, before, stop] = [event.clientY, grip.parentElement!.offsetHeight, new AbortController()];
    grip.setPointerCapture(event.pointerId);
    grip.addEventListener('pointermove', move => set({ height: before + start - move.clientY, closed: false }), { signal: stop.signal });
    grip.addEventListener('lostpointercapture', () => stop.abort(), { once: true });
  });

  document.addEventListener('keydown', event => {
    const grip = find(event, '[data-dock-grip]');
    if (!grip) return;
    const height = grip.parentElement!.offsetHeight;
    if (event.key === 'ArrowUp') set({ height: height + step, closed: false });
    else if (event.key === 'ArrowDown') set({ height: height - step, closed: false });
    else if (event.key === 'Home') set({ height: innerHeight, closed: false });
    else if (event.key === 'End') set({ height: least, closed: false });
    else if (event.key === 'Enter') set({ ...read(), closed: !read().closed });
    else return;
    event.preventDefault();
  });

  document.addEventListener('dblclick', event => {
    if (find(event, '[data-dock-grip]')) set({ height: 0, closed: false });
  });

  document.addEventListener('click', event => {
    if (find(event, '[data-dock-toggle]')) set({ ...read(), closed: !read().closed });
  });

  // Blazor draws a dock with what it knows, which is nothing of this.
  document.addEventListener('focusin', event => {
    if (find(event, '.dock')) tell(read());
  });
}

function find(event: Event, selector: string): HTMLElement | null {
  return (event.target as HTMLElement).closest<HTMLElement>(selector);
}

function set(dock: Dock): void {
  const fit = { ...dock, height: dock.height && Math.round(Math.max(least, Math.min(dock.height, innerHeight - above))) };
  localStorage.setItem(key, JSON.stringify(fit));
  show(fit);
  tell(fit);
}

function show(dock: Dock): void {
  if (dock.height) root.style.setProperty('--dock', `${dock.height}px`);
  else root.style.removeProperty('--dock');
  root.toggleAttribute('data-dock-closed', dock.closed);
}

/** For who does not see it. */
function tell(dock: Dock): void {
  for (const element of document.querySelectorAll<HTMLElement>('.dock')) {
    element.querySelector('[data-dock-grip]')!.setAttribute('aria-valuenow', String(Math.round((100 * element.offsetHeight) / innerHeight)));
    element.querySelector('[data-dock-toggle]')!.setAttribute('aria-expanded', String(!dock.closed));
  }
}

function read(): Dock {
  try {
    const stored = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Dock>;
    return { height: Number(stored.height) || 0, closed: stored.closed === true };
  } catch {
    return { height: 0, closed: false };
  }
}
