// What the schemas say of messages is what the package's types say, in both directions.
import type { ChangeEvent, Gap, Item, Namespace, UpdateDescription } from '@tidewatch/client';
import type { components } from './schemas.js';

type Schemas = components['schemas'];
type Form = 'relaxed' | 'canonical';

/** Over /socket alone, which has no schema. */
type Html = 'html' | 'html_id';

/** The numbers of which depend on the form of JSON. */
type Formed = 'wallTime' | 'updateDescription' | 'txnNumber';
type FormedUpdate = 'truncatedArrays' | 'disambiguatedPaths';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// a program that takes what the package says takes all that a server sends
export const change = (sent: Omit<Schemas['ChangeEvent'], Formed>): Omit<ChangeEvent, Formed> => sent;
export const update = (sent: Omit<Schemas['UpdateDescription'], FormedUpdate>): Omit<UpdateDescription, FormedUpdate> => sent;
export const gap = (sent: Schemas['Gap']): Gap => sent;
export const item = (sent: Omit<Schemas['Change'], 'change'>): Pick<Item, 'id'> => sent;

// and the package says nothing that a server cannot send, in either form
export const said = (change: ChangeEvent<Record<string, unknown>, Form>): Schemas['ChangeEvent'] => change;
export const relaxed = (description: UpdateDescription): Schemas['UpdateDescription'] => description;
export const canonical = (description: UpdateDescription<'canonical'>): Schemas['UpdateDescription'] => description;

// no field is missing on either side
export const fields: Same<Exclude<keyof ChangeEvent, Html>, keyof Schemas['ChangeEvent']> = true;
export const updates: Same<keyof UpdateDescription, keyof Schemas['UpdateDescription']> = true;
export const gaps: Same<keyof Gap, Exclude<keyof Schemas['Gap'], 'type'>> = true;
export const namespaces: Same<Namespace, Schemas['Namespace']> = true;
export const reasons: Same<Gap['reason'], Schemas['Gap']['reason']> = true;
