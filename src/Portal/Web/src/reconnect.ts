/**
 * Starts Blazor with a patient reconnection schedule. The bar (Layout/ReconnectBar.razor) is shown and hidden by Blazor through classes on
 * #components-reconnect-modal. A server that no longer knows the circuit was restarted: the address holds the page's state, so load it again.
 */
export {};

declare const Blazor: { start(options: object): Promise<void> };

const unsent = new Set<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>();
const bar = document.getElementById('components-reconnect-modal');
const offline = () => bar?.classList.contains('components-reconnect-show') ?? false;

document.addEventListener('input', event => {
  if (offline()) unsent.add(event.target as HTMLInputElement);
}, true);

function connectionChanged(): void {
  if (!bar) return;
  if (bar.classList.contains('components-reconnect-rejected') || bar.classList.contains('components-reconnect-failed')) {
    location.reload();
  } else if (!offline() && unsent.size > 0) {
    // What was typed meanwhile did not reach the server: say it again.
    for (const field of unsent) {
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.dispatchEvent(new Event('change', { bubbles: true }));
    }
    unsent.clear();
  }
}

if (bar) new MutationObserver(connectionChanged).observe(bar, { attributes: true, attributeFilter: ['class'] });

await Blazor.start({
  circuit: {
    reconnectionOptions: {
      maxRetries: 100_000,
      // Five tries in the first two seconds, then slower, at most every five seconds; scattered, so that not all pages come at once.
      retryIntervalMilliseconds: (attempt: number) => attempt === 0 ? 0 : Math.min(5000, 300 * 1.4 ** Math.min(attempt, 20)) * (0.8 + Math.random() * 0.4),
    },
  },
});
