import { Logger } from 'graphile-worker';

/**
 * What the queue's library has to say reaches `onFault` when something is wrong with the queue itself.
 * Failures of jobs are heard of as events instead, without their payload.
 */
export function queueLogger(onFault: (error: Error) => void): Logger {
  return new Logger(() => (level, message, meta) => {
    if (level === 'error' && meta?.failure !== true) onFault(new Error(message));
  });
}
