/** A server and a clock that do nothing by themselves. */

export class FakeSocket {
  /** @type {FakeSocket[]} in the order they were made */
  static made = [];

  static get last() {
    return FakeSocket.made.at(-1);
  }

  closed = false;

  constructor(url, protocols) {
    this.url = new URL(url);
    this.protocols = protocols;
    FakeSocket.made.push(this);
  }

  close() {
    this.closed = true;
  }

  /** The server answers; over v1 it greets. */
  open(position) {
    this.onopen();
    if (position) {
      this.say({ type: 'hello', feed: 'orders', position });
    }
  }

  say(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  /** Changes of these numbers, in one message. */
  changes(...numbers) {
    this.say({ type: 'changes', changes: numbers.map((n) => ({ id: id(n), change: { n } })) });
  }

  end(code = 1006, reason = '') {
    this.onclose({ code, reason });
  }
}

/** The n-th position of a feed. */
export function id(n) {
  const data = `82${n.toString(16).toUpperCase().padStart(8, '0')}0000012B02`;
  return btoa(data).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Two ends of a channel: its messages wait for running code, and for no clock, as timers do. */
const { port1: arrival, port2: departure } = new MessageChannel();
const settling = [];
arrival.onmessage = () => settling.shift()();

/** Lets everything run that is ready to. */
export function settle() {
  return new Promise((resolve) => {
    settling.push(resolve);
    departure.postMessage(null);
  });
}

/** Time passes only by `pass`; and jitter always takes the longest. */
export function stopClock() {
  let now = 1_000_000;
  let timers = [];
  let number = 0;
  globalThis.setTimeout = (run, wait = 0) => {
    number += 1;
    timers.push({ run, at: now + wait, number });
    return number;
  };
  globalThis.clearTimeout = (cleared) => {
    timers = timers.filter((timer) => timer.number !== cleared);
  };
  Date.now = () => now;
  Math.random = () => 1;

  /** @param {number} milliseconds */
  return async function pass(milliseconds) {
    const end = now + milliseconds;
    await settle();
    for (;;) {
      timers.sort((a, b) => a.at - b.at || a.number - b.number);
      if (timers.length === 0 || timers[0].at > end) {
        break;
      }
      const due = timers.shift();
      now = due.at;
      due.run();
      await settle();
    }
    now = end;
  };
}
