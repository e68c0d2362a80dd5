import { documents } from '@tidewatch/client';

/** Prints the documents whenever they have changed: their count, and all of them in the order of their keys. */
const live = documents({ url: process.argv[2], feed: 'changes' });
live.subscribe(() => {
  if (live.state.current) {
    console.log(JSON.stringify([...live.getSnapshot().values()].sort((a, b) => a._id - b._id)));
  }
});
