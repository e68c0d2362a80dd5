// What a program does with the API, compiled under --strict against the types that are generated.
import createClient from 'openapi-fetch';
import type { operations, paths } from './schema.js';

const api = createClient<paths>({ baseUrl: 'http://localhost:8888' });

export async function students(): Promise<string[]> {
  await api.POST('/api/students', { body: { name: 'Jane Doe', gpa: 3.9, courses: ['Physics'] } });
  const { data, error } = await api.GET('/api/students', { params: { query: { limit: 10 } } });
  if (!data) {
    throw new Error(error?.detail ?? 'unknown');
  }
  return data.students.map((student) => `${String(student._id)} ${String(student['name'])}`);
}

export async function changes(after: string): Promise<string> {
  const { data } = await api.GET('/api/feeds/{name}/changes', {
    params: { path: { name: 'changes' }, query: { after, limit: 1, wait: 60, op: ['insert'] } },
  });
  return data?.position ?? after;
}

// each of them has a name of its own
export type Operations =
  | operations['listStudents']
  | operations['addStudent']
  | operations['getStudent']
  | operations['setStudentFields']
  | operations['removeStudent']
  | operations['listMessages']
  | operations['sendMessage']
  | operations['feeds']
  | operations['feed']
  | operations['changes']
  | operations['events']
  | operations['metrics'];
