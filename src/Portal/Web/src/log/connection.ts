import { HubConnection, HubConnectionBuilder, HubConnectionState, ISubscription, LogLevel } from '@microsoft/signalr';
import type { LinkState } from './types';

const firstPause = 250;
const longestPause = 5000;

/** Refusals that trying again does not change; the others pass (Hubs/LogHubError.cs). */
const finalErrors = ['SignedOut', 'Forbidden', 'NotFound'];

interface Stream {
  method: string;
  args: () => unknown[];
  next: (item: never) => void;
  done: boolean;
  live?: ISubscription<unknown>;
}

/**
 * A connection to LogHub that is kept for as long as the viewer lives: it tries again for ever, and reopens its streams where they were.
 */
export class LogConnection {
  private readonly hub: HubConnection;
  private readonly streams = new Set<Stream>();
  private disposed = false;
  private starts = 0;
  private wake: () => void = () => {};

  constructor(url: string, private readonly onState: (state: LinkState, error?: string) => void) {
    this.hub = new HubConnectionBuilder().withUrl(url).configureLogging(LogLevel.None).build();
    this.hub.serverTimeoutInMilliseconds = 15_000;
    this.hub.keepAliveIntervalInMilliseconds = 5_000;
    this.hub.onclose(() => this.connect());
    addEventListener('online', this.hurry);
  }

  /** Connects, and again whenever the connection is lost. */
  async connect(): Promise<void> {
    for (let pause = firstPause; !this.disposed; pause = Math.min(pause * 2, longestPause)) {
      this.onState('connecting');
      try {
        await this.hub.start();
        this.starts++;
        this.onState('connected');
        this.streams.forEach(stream => this.open(stream));
        return;
      } catch (error) {
        if (String(error).includes('401')) {
          this.refuse('SignedOut');
          return;
        }
        await this.pause(pause);
      }
    }
  }

  /** Opens a stream; `args` is asked again each time it is reopened. Answers how to close it. */
  stream<T>(method: string, args: () => unknown[], next: (item: T) => void): () => void {
    const stream: Stream = { method, args, next, done: false };
    this.streams.add(stream);
    if (this.hub.state === HubConnectionState.Connected) this.open(stream);
    return () => {
      stream.done = true;
      stream.live?.dispose();
      this.streams.delete(stream);
    };
  }

  invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    return this.hub.invoke<T>(method, ...args);
  }

  dispose(): void {
    this.disposed = true;
    removeEventListener('online', this.hurry);
    this.wake();
    void this.hub.stop();
  }

  private open(stream: Stream): void {
    stream.live?.dispose();
    stream.live = this.hub.stream(stream.method, ...stream.args()).subscribe({
      next: item => { if (!stream.done) stream.next(item as never); },
      complete: () => { this.streams.delete(stream); },
      error: error => void this.reopen(stream, String(error)),
    });
  }

  /** A stream that failed while the connection holds: the server said why. */
  private async reopen(stream: Stream, error: string): Promise<void> {
    const final = finalErrors.find(code => error.includes(code));
    if (final) {
      this.streams.delete(stream);
      if (!stream.done) this.refuse(final);
      return;
    }
    const start = this.starts;
    await this.pause(1000);
    // A new connection has opened all streams already.
    if (start === this.starts && !stream.done && !this.disposed && this.hub.state === HubConnectionState.Connected) this.open(stream);
  }

  private refuse(code: string): void {
    this.onState('refused', code);
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, milliseconds * (0.75 + Math.random() / 2));
      this.wake = () => { clearTimeout(timer); resolve(); };
    });
  }

  private readonly hurry = () => this.wake();
}
