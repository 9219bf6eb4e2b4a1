/** A plain editor: line numbers beside a textarea, Tab indents, and the text is reported when typing pauses. */
interface Component { invokeMethodAsync(method: string, ...args: unknown[]): Promise<unknown> }

const pause = 300;

export function attach(editor: HTMLElement, component: Component, longest: number): void {
  const area = editor.querySelector('textarea')!;
  const gutter = editor.querySelector('pre')!;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const report = () => {
    clearTimeout(timer);
    timer = undefined;
    // The portal would cut the connection for a message that is far too long: say so instead.
    const call = new TextEncoder().encode(area.value).length > longest ? component.invokeMethodAsync('TooLong') : component.invokeMethodAsync('ChangedAsync', area.value);
    void call.catch(() => undefined); // the page was left
  };
  area.addEventListener('input', () => {
    number(area, gutter);
    clearTimeout(timer);
    timer = setTimeout(report, pause);
  });
  area.addEventListener('blur', () => { if (timer !== undefined) report(); });
  area.addEventListener('scroll', () => { gutter.scrollTop = area.scrollTop; });
  area.addEventListener('keydown', event => {
    // Escape first, then Tab leaves the editor: the keyboard is not trapped.
    if (event.key === 'Escape') area.dataset.leave = 'true';
    else if (event.key === 'Tab' && !event.shiftKey && !area.dataset.leave) {
      event.preventDefault();
      area.setRangeText('    ', area.selectionStart, area.selectionEnd, 'end');
      area.dispatchEvent(new Event('input', { bubbles: true }));
    } else if (event.key !== 'Tab' && event.key !== 'Shift') delete area.dataset.leave;
  });
}

export function setText(editor: HTMLElement, text: string): void {
  const area = editor.querySelector('textarea')!;
  area.value = text;
  area.readOnly = false;
  number(area, editor.querySelector('pre')!);
}

function number(area: HTMLTextAreaElement, gutter: HTMLElement): void {
  const lines = area.value.split('\n').length;
  if (Number(gutter.dataset.lines) === lines) return;
  gutter.dataset.lines = String(lines);
  gutter.textContent = Array.from({ length: lines }, (_, i) => i + 1).join('\n');
}
