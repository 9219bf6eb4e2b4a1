import { startDock } from './dock';
import { startTicking } from './ticking';

/** What pages need of the browser itself; its C# side is Components/Browser.cs. */
const steps: Record<string, number> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };
const year = 60 * 60 * 24 * 365;

export function setCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${value ? year : 0}; samesite=lax`;
}

export function cookie(name: string): string {
  const found = document.cookie.split('; ').find(pair => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

export function zone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** An empty theme follows the system. Answers the theme in use. */
export function setTheme(theme: string): string {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  setCookie('portal-theme', theme);
  return currentTheme();
}

export function currentTheme(): string {
  return document.documentElement.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
}

/** navigator.clipboard is there in secure contexts only; a portal reached by plain http on another machine is none. */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    (document.querySelector('dialog[open]') ?? document.body).append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  }
}

export function openDialog(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
}

export function closeDialog(dialog: HTMLDialogElement): void {
  dialog.close();
}

/** Menus are placed by CSS beside what opened them. */
export function openMenu(menu: HTMLElement, beside: string): void {
  const source = document.querySelector<HTMLElement>(beside);
  if (source) (menu as unknown as { showPopover(options: { source: HTMLElement }): void }).showPopover({ source });
}

export function focus(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.scrollIntoView({ block: 'center' });
  element?.focus();
}

function start(): void {
  setCookie('portal-zone', zone());
  startTicking();
  startDock();

  document.addEventListener('keydown', event => {
    const target = event.target as HTMLElement;
    const typing = target.closest('input, textarea, select, [contenteditable]');
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      document.querySelector<HTMLElement>('[data-command-palette]')?.click();
    } else if (event.key === '?' && !typing) {
      document.querySelector<HTMLElement>('[data-keys-help]')?.click();
    } else if (!typing && !event.ctrlKey && !event.metaKey && !event.altKey && (steps[event.key] ?? 0) !== 0) {
      const rows = [...document.querySelectorAll<HTMLElement>('[data-rows] a.name')];
      const at = rows.indexOf(target.closest('tr, li')?.querySelector<HTMLElement>('a.name') ?? target);
      // The arrows scroll, unless a row has the focus; j and k always go to a row.
      if (rows.length === 0 || (at < 0 && event.key.startsWith('Arrow'))) return;
      event.preventDefault();
      rows[at < 0 ? 0 : at + steps[event.key]]?.focus();
    }
  });

  // A click anywhere in a row opens what its name links to; the link itself serves the keyboard and middle clicks.
  document.addEventListener('click', event => {
    const target = event.target as HTMLElement;
    if (target.closest('a, button, input, label') || getSelection()?.toString()) return;
    target.closest('tr[data-href]')?.querySelector<HTMLAnchorElement>('a.name')?.click();
  });

  // A menu closes when one of its items was chosen.
  document.addEventListener('click', event => {
    const item = (event.target as HTMLElement).closest('[popover] a, [popover] button');
    (item?.closest('[popover]') as HTMLElement | null)?.hidePopover();
  });
}

// Both the page and the C# wrapper import this module: it starts once all the same.
start();
