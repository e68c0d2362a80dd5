import { createProgress } from './resources/tidewatch/shared/feed-progress.js';
import { id, settle } from './fakes.js';
import { MINUTE, NOON, same } from './helpers.js';

/** How far the page is in its feed. */

/** A page that stands at a position, before a server whose clock says noon and that is asked nothing. */
function place({ n = 1, time = NOON, last = null } = {}) {
  const told = { at: 0, asked: 0 };
  const progress = createProgress({
    id: id(n), time, ticks: () => told.at, isLast: async () => last, ask: () => { told.asked += 1; },
  });
  return {
    told,
    progress,
    /** The server has seen changes up to the n-th. */
    says: (newest, at = told.at) => progress.status(
      { time: new Date(NOON + told.at).toISOString(), newest: newest && id(newest) }, at,
    ),
    comes: (number, at) => {
      progress.receive(id(number), at);
      progress.show(id(number), at);
    },
  };
}

export const tests = {
  'a page that comes back is behind until it has what was newest, by the server\'s clock'() {
    const { progress, told, says, comes } = place({ time: NOON - 17 * MINUTE });
    same(progress.place, 'unknown');
    progress.connected(true);
    told.at = 40;
    says(1_000);
    same([progress.place, Math.round(progress.age() / MINUTE)], ['behind', 17]);
    comes(500, NOON - 8 * MINUTE);
    same([progress.place, Math.round(progress.age() / MINUTE)], ['behind', 8]);
    comes(1_000, NOON - 1_000);
    same([progress.place, told.asked], ['current', 0]);
  },

  'a page that has what was newest asks what is newest by now, and goes on until it has that'() {
    const { progress, told, says, comes } = place({ time: NOON - 17 * MINUTE });
    progress.connected(true);
    says(1_000);
    comes(1_000, NOON - 5 * MINUTE);
    same([progress.place, told.asked], ['behind', 1]);
    says(1_200);
    comes(1_200, NOON - 4 * MINUTE);
    same([progress.place, told.asked], ['behind', 2]);
    says(1_200);
    same(progress.place, 'current');
  },

  'a change that is on its way makes no page catch up, but one that does not come does'() {
    const { progress, told, says, comes } = place({ time: NOON - 60 * MINUTE });
    progress.connected(true);
    says(1);
    same(progress.place, 'current');
    told.at = 5_000;
    says(2);
    told.at = 5_900;
    progress.tick();
    same(progress.place, 'current');
    comes(2, NOON + 5_000);
    told.at = 6_100;
    progress.tick();
    same(progress.place, 'current');
    says(3);
    told.at = 7_200;
    progress.tick();
    same(progress.place, 'behind');
  },

  'a quiet hour is no lag: what was complete is behind since then'() {
    const { progress, told, says } = place({ time: NOON - 60 * MINUTE });
    progress.connected(true);
    says(1);
    progress.connected(false);
    same(progress.place, 'unknown');
    told.at = 8_000;
    progress.connected(true);
    says(2);
    same([progress.place, progress.age()], ['behind', 8_000]);
  },

  'what was asked before the connection stood tells nothing of it'() {
    const { progress, told, says } = place();
    told.at = 100;
    progress.connected(true);
    says(1, 90);
    same([progress.place, told.asked], ['unknown', 1]);
    says(1, 110);
    same(progress.place, 'current');
  },

  async 'a server that has seen nothing yet is no proof that there is nothing to come'() {
    const quiet = place({ last: true });
    quiet.progress.connected(true);
    quiet.says(undefined);
    await settle();
    same(quiet.progress.place, 'current');

    const busy = place({ last: false });
    busy.progress.connected(true);
    busy.says(undefined);
    await settle();
    same([busy.progress.place, busy.told.asked], ['behind', 0]);
    busy.told.at = 1_500;
    busy.progress.tick();
    same(busy.told.asked, 1);

    const silent = place({ last: null });
    silent.progress.connected(true);
    silent.says(undefined);
    await settle();
    same(silent.progress.place, 'unknown');
  },
};
