/** Keeps the times on a page moving, in place and without asking the server. Components/Durations.cs writes the same words. */
const serverTime = Number(document.querySelector<HTMLMetaElement>('meta[name=server-time]')?.content) || Date.now();
const skew = serverTime - Date.now();
const two = (n: number) => String(n).padStart(2, '0');

function long(ms: number): string {
  const s = Math.floor(ms / 1000);
  if (s < 1) return '<1 s';
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  if (s < 86400) return `${Math.floor(s / 3600)} h ${two(Math.floor(s / 60) % 60)} min`;
  return `${Math.floor(s / 86400)} d ${Math.floor(s / 3600) % 24} h`;
}

function short(ms: number): string {
  const s = Math.floor(ms / 1000);
  if (s < 1) return '<1 s';
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return s < 86400 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
}

export function startTicking(): void {
  setInterval(() => {
    if (document.hidden) return;
    const now = Date.now() + skew;
    for (const element of document.querySelectorAll<HTMLElement>('[data-tick]')) {
      const passed = now - Number(element.dataset.from);
      const text = element.dataset.tick === 'for' ? long(passed) : short(passed);
      // The node belongs to Blazor: change what it says, never the node itself.
      const node = element.firstChild;
      if (node?.nodeType === Node.TEXT_NODE && node.nodeValue !== text) node.nodeValue = text;
    }
  }, 1000);
}
