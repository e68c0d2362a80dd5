import { tests as begin } from './client-begin-tests.js';
import { tests as delivery } from './client-delivery-tests.js';
import { tests as keep } from './client-keep-tests.js';
import { tests as iteration } from './client-iteration-tests.js';
import { tests as reconnect } from './client-reconnect-tests.js';
import { tests as token } from './client-token-tests.js';
import { tests as documents } from './documents-tests.js';
import { stopClock } from './fakes.js';
import { tests as fetchSocket } from './fetch-socket-tests.js';
import { tests as progress } from './feed-progress-tests.js';
import { tests as header } from './header-tests.js';
import { tests as student } from './student-tests.js';
import { tests as text } from './text-tests.js';
import { tests as tool } from './tool-tests.js';
import { tests as toolDetail } from './tool-detail-tests.js';
import { tests as toolTimeline } from './tool-timeline-tests.js';
import { tests as toolWords } from './tool-words-tests.js';
import { tests as update } from './update-tests.js';

export const tests = { ...begin, ...delivery, ...iteration, ...reconnect, ...token, ...keep, ...fetchSocket, ...documents, ...update, ...progress, ...header, ...student, ...text, ...tool, ...toolDetail, ...toolTimeline, ...toolWords };

/** One test a page load: it leaves its clock behind. */
export function run(name) {
  return tests[name]({ pass: stopClock() });
}
