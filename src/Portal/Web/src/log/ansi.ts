/** Text with ANSI escapes, as pieces with a look. Only colours and weights (SGR) mean something in a log; other escapes are dropped. */
export interface Piece { text: string; look: Look }

/** A colour is a palette name (0-15), or a CSS colour of the 256 and 24 bit ranges. */
export interface Look { color?: number | string; background?: number | string; bold?: boolean; dim?: boolean; italic?: boolean; underline?: boolean; inverse?: boolean }

// ESC [ parameters letter; ESC ] text BEL or ESC \; and two-character escapes.
const escape = /\x1b(?:\[([0-9;:?]*)[ -/]*([@-~])|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_=>c78])/g;
const control = /[\x00-\x08\x0b-\x1f\x7f]/g;

export function parseAnsi(text: string): Piece[] {
  if (!text.includes('\x1b')) return [{ text: text.replace(control, ''), look: {} }];
  const pieces: Piece[] = [];
  let look: Look = {};
  let start = 0;
  const push = (end: number): void => {
    const part = text.slice(start, end).replace(control, '');
    if (part) pieces.push({ text: part, look });
  };
  for (const match of text.matchAll(escape)) {
    push(match.index);
    start = match.index + match[0].length;
    if (match[2] === 'm') look = apply(look, match[1]);
  }
  push(text.length);
  return pieces;
}

/** A progress bar writes "10 %\r20 %\r...": what a terminal would show is the last part. */
export function collapseReturns(text: string): string {
  if (!text.includes('\r')) return text;
  const parts = text.split('\r');
  for (let i = parts.length - 1; i >= 0; i--) if (parts[i]) return parts[i];
  return '';
}

function apply(look: Look, parameters: string): Look {
  const codes = parameters.split(/[;:]/).map(Number);
  let next = { ...look };
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) next = {};
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 3) next.italic = true;
    else if (code === 4) next.underline = true;
    else if (code === 7) next.inverse = true;
    else if (code === 22) next.bold = next.dim = undefined;
    else if (code === 23) next.italic = undefined;
    else if (code === 24) next.underline = undefined;
    else if (code === 27) next.inverse = undefined;
    else if (code >= 30 && code <= 37) next.color = code - 30;
    else if (code >= 90 && code <= 97) next.color = code - 82;
    else if (code >= 40 && code <= 47) next.background = code - 40;
    else if (code >= 100 && code <= 107) next.background = code - 92;
    else if (code === 39) next.color = undefined;
    else if (code === 49) next.background = undefined;
    else if (code === 38 || code === 48) {
      const [value, used] = extended(codes, i + 1);
      if (code === 38) next.color = value;
      else next.background = value;
      i += used;
    }
  }
  return next;
}

/** "5;n" is one of 256 colours, "2;r;g;b" a colour of 24 bits. */
function extended(codes: number[], at: number): [number | string | undefined, number] {
  if (codes[at] === 2) return [rgb(codes[at + 1], codes[at + 2], codes[at + 3]), 4];
  if (codes[at] !== 5) return [undefined, 1];
  const n = byte(codes[at + 1]);
  if (n < 16) return [n, 2];
  if (n >= 232) return [rgb(8 + (n - 232) * 10, 8 + (n - 232) * 10, 8 + (n - 232) * 10), 2];
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  return [rgb(level(Math.floor((n - 16) / 36)), level(Math.floor((n - 16) / 6) % 6), level((n - 16) % 6)), 2];
}

function rgb(r: number, g: number, b: number): string {
  return `rgb(${byte(r)} ${byte(g)} ${byte(b)})`;
}

function byte(value: number): number {
  return Number.isFinite(value) ? Math.min(255, Math.max(0, Math.trunc(value))) : 0;
}
