/** What LogHub answers (Hubs/LogPage.cs, LogEntry.cs, LogMatch.cs). */
export interface LogPage { from: number; times: number[]; texts: string[]; total: number; state: LogState }

export interface LogEntry { id: string; pod: string; container: string; role: string; attempt: number; state: LogState }

export interface LogMatch { line: number | null; next: number | null }

export type LogState = 'Waiting' | 'Streaming' | 'Reconnecting' | 'Ended';

/** How the way to the portal stands; refused is final. */
export type LinkState = 'connecting' | 'connected' | 'refused';

/** One line as it was written. */
export interface Line { time: number; text: string }
