import type { FormInstance } from 'antd';
import { ApiRefusal } from '../../client/api.ts';

/** Shows each fault the server named at its own field; faults of no field stay in the message above. */
export function showFaults(form: FormInstance, error: unknown): void {
  if (!(error instanceof ApiRefusal)) return;
  form.setFields(
    error.fields.map((field) => ({ name: field.path.split('.').map(indexOrName), errors: [field.message] })),
  );
}

function indexOrName(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part;
}
