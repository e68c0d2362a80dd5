import { documents, isAfter, keyOf, watch } from '@tidewatch/client';
import type { ChangeEvent, Documents, DocumentsState, Gap, Item, Key, PositionStore, State } from '@tidewatch/client';

interface Order {
  _id: string;
  status: 'new' | 'paid';
}

const kept = new Map<string, string>();
const store: PositionStore = {
  get: (key) => kept.get(key),
  set: (key, position) => (position === null ? kept.delete(key) : kept.set(key, position)),
};

const feed = watch<Order>({
  url: 'https://tidewatch.example/',
  feed: 'orders',
  token: async () => 'token',
  where: { status: 'new', total: { $gt: 100 } },
  changed: ['status', 'items.qty'],
  keep: store,
  onChange(change: ChangeEvent<Order>, id: string) {
    const status: 'new' | 'paid' | undefined = change.fullDocument?.status;
    console.log(id, status, change.updateDescription?.removedFields.length);
  },
  onGap: (gap: Gap) => console.log(gap.reason satisfies string, gap.position),
  onState: (state: State) => console.log(state.phase === 'refused' ? state.reason : state.phase),
});
const position: string | null = feed.position;
console.log(position !== null && isAfter(position, null));
await feed.forget();

async function iterate(): Promise<void> {
  for await (const item of watch<Order>({ url: 'https://tidewatch.example/', keep: 'indexedDB' })) {
    const { change, gap }: Item<Order> = item;
    console.log(gap ? gap.reason : change.fullDocument?.status);
  }
}

const open: Documents<Order> = documents<Order>({ url: 'https://tidewatch.example/', where: { status: 'new' } });
const unsubscribe: () => void = open.subscribe(() => console.log(open.getSnapshot().get(keyOf('a'))?.status));
for (const [key, order] of open.getSnapshot()) {
  const known: Key = key;
  const state: DocumentsState = open.state;
  console.log(known, order.status, state.current);
}
unsubscribe();

watch<Order, 'canonical'>({
  url: 'https://tidewatch.example/',
  json: 'canonical',
  from: new Date(),
  onChange: (change) => console.log(change.wallTime?.$date.$numberLong, change.updateDescription?.truncatedArrays?.[0]?.newSize.$numberInt),
});
watch({ url: 'https://tidewatch.example/', json: 'canonical', from: '-10m', text: 'a', onChange: (change) => console.log(change.txnNumber?.$numberLong) });
watch({ url: 'https://tidewatch.example/', onChange: (change) => console.log(change.wallTime?.$date.length) });

// @ts-expect-error numbers of relaxed JSON are numbers
watch({ onChange: (change) => change.txnNumber?.$numberLong });
// @ts-expect-error there are two forms
watch({ json: 'exact' });
// @ts-expect-error documents have a query, and no list of operations
documents({ op: 'insert' });
// @ts-expect-error a misspelt option
watch({ onChanges: () => {} });
// @ts-expect-error where is a query, not its text
watch({ where: '{"status":"new"}' });
// @ts-expect-error another type of document
watch<Order>({ onChange: (change) => change.fullDocument?.price });
await iterate();
